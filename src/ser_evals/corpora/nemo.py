"""nEMO: emotional speech in Polish, nine actors, 90 sentences (Christop, LREC-COLING 2024)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_table

corpus = Corpus(
    name="nemo", title="nEMO", languages=("pl",), elicitation="acted",
    licence="CC-BY-NC-SA-4.0", redistributable="audio",
    homepage="https://github.com/amu-cai/nEMO",
    obtain="https://github.com/amu-cai/nEMO",
    downloads=(Download(
        "https://github.com/amu-cai/nEMO/archive/66de9999a8f2f605eb5f64841790aa5cb0877782.zip",
        strip=1,
    ),),
    citation=Citation(
        "christop2024nemo", "I. Christop", "nEMO: Dataset of Emotional Speech in Polish",
        "LREC-COLING", 2024, "https://aclanthology.org/2024.lrec-main.1059",
    ),
    utterances=4481, speakers=9, sampling_rate=24_000,
    counts=dict(anger=749, fear=736, happiness=749, neutral=809, sadness=769, surprised=669),
    labels={
        "anger": "anger", "fear": "fear", "happiness": "happiness", "neutral": "neutral",
        "sadness": "sadness", "surprised": "surprise",
    },
    read=from_table(
        "data.tsv", path="samples/{file_id}",
        columns={"label": "emotion", "speaker": "speaker_id", "sex": "gender", "text": "raw_text"},
        derive={"sentence": lambda row: row["file_id"].removesuffix(".wav").split("_")[-1]},
    ),
    sample=Sample(
        files={
            "samples/WR0_surprised_64.wav": "",
            "data.tsv": "file_id\temotion\traw_text\tnormalized_text\tspeaker_id\tgender\tage\n"
            "WR0_surprised_64.wav\tsurprised\tPada deszcz.\tpada deszcz\t        WR0\tmale\t23\n",
        },
        utterances=(Utterance(
            "WR0_surprised_64", "samples/WR0_surprised_64.wav", "surprised", speaker="WR0",
            sex="male", sentence="64", text="Pada deszcz.",
        ),),
    ),
    problems=(
        "speaker ids in data.tsv begin with blanks",
        "speaker MK0 has no surprised utterance, MP0 about half as many utterances as the others",
    ),
    sources=("https://github.com/amu-cai/nEMO",),
)  # fmt: skip
