"""nEMO: emotional speech in Polish, nine actors, 90 sentences (Christop, LREC-COLING 2024)."""

from ser_evals.corpora import Corpus, Sample, Utterance, from_table

corpus = Corpus(
    name="nemo",
    title="nEMO",
    languages=("pl",),
    elicitation="acted",
    licence="CC-BY-NC-SA-4.0",
    homepage="https://github.com/amu-cai/nEMO",
    obtain="https://github.com/amu-cai/nEMO",
    citation="I. Christop: nEMO: Dataset of Emotional Speech in Polish. LREC-COLING 2024, "
    "12111-12116. https://aclanthology.org/2024.lrec-main.1059",
    utterances=4481,
    speakers=9,
    labels={
        "anger": "anger",
        "fear": "fear",
        "happiness": "happiness",
        "neutral": "neutral",
        "sadness": "sadness",
        "surprised": "surprise",
    },
    read=from_table(
        "data.tsv",
        path="samples/{file_id}",
        columns={
            "label": "emotion",
            "speaker": "speaker_id",
            "sex": "gender",
            "text": "raw_text",
        },
        derive={"sentence": lambda row: row["file_id"].removesuffix(".wav").split("_")[-1]},
    ),
    sample=Sample(
        files={
            "samples/WR0_surprised_64.wav": "",
            "samples/EB0_anger_13.wav": "",
            "data.tsv": "file_id\temotion\traw_text\tnormalized_text\tspeaker_id\tgender\tage\n"
            "WR0_surprised_64.wav\tsurprised\tPada deszcz.\tpada deszcz\t"
            "        WR0\tmale\t23\n"
            "EB0_anger_13.wav\tanger\tKot śpi na piecu.\t"
            "kot śpi na piecu\t        EB0\tfemale\t27\n",
        },
        utterances=(
            Utterance(
                id="WR0_surprised_64",
                path="samples/WR0_surprised_64.wav",
                label="surprised",
                speaker="WR0",
                sex="male",
                sentence="64",
                text="Pada deszcz.",
            ),
            Utterance(
                id="EB0_anger_13",
                path="samples/EB0_anger_13.wav",
                label="anger",
                speaker="EB0",
                sex="female",
                sentence="13",
                text="Kot śpi na piecu.",
            ),
        ),
    ),
    problems=(
        "speaker ids in data.tsv begin with blanks",
        "speaker MK0 has no surprised utterance, MP0 about half as many utterances as the others",
    ),
)
