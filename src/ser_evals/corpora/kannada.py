"""Kannada emotional speech: six sentences by 13 speakers in six emotions (Agrawal, 2022)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

NAMES = ("anger", "sadness", "surprise", "happiness", "fear", "neutral")
MEN = ("04", "06", "12", "13")

corpus = Corpus(
    name="kannada", title="Kannada Emotional Speech", languages=("kn",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://zenodo.org/records/6345107",
    obtain="https://zenodo.org/records/6345107",
    downloads=(Download(
        "https://zenodo.org/api/records/6345107/files-archive", name="6345107.zip",
    ),),
    citation=Citation(
        "agrawal2022kannada", "V. Agrawal", "Kannada Emotional Speech Dataset", "", 2022,
        "10.5281/zenodo.6345106",
    ),
    utterances=468, speakers=13,
    counts=dict.fromkeys(NAMES, 78),
    labels={name: name for name in NAMES},
    read=from_filenames(
        # No number after the third: names of other corpora begin in the same way.
        r"(?P<speaker>0[1-9]|1[0-3])-(?P<label>0[1-6])-(?P<sentence>\d\d)[^/-]*",
        labels={f"{code:02d}": name for code, name in enumerate(NAMES, start=1)},
        derive={"sex": lambda f: "male" if f["speaker"] in MEN else "female"},
    ),
    sample=Sample(
        files={"04-02-06.wav": ""},
        utterances=(Utterance(
            "04-02-06", "04-02-06.wav", "sadness", speaker="04", sex="male", sentence="06",
        ),),
    ),
    problems=("utterances per emotion follow from 13 speakers and six sentences",),
    unverified=("sampling rate", "whether anything follows the sentence in the name of a file"),
    sources=(
        "https://github.com/audeering/datasets", "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
