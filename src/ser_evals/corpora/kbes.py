"""KBES: KUET Bangla Emotional Speech, cut from telefilms and the like (Billah et al., 2023)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

NAMES = ("neutral", "happy", "sad", "angry", "disgust")

corpus = Corpus(
    name="kbes", title="KBES", languages=("bn",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://data.mendeley.com/datasets/vsn37ps3rx/4",
    citation=Citation(
        "billah2023kbes", "M. M. Billah and M. L. Sarker and M. A. H. Akhand",
        "KBES: A dataset for realistic Bangla speech emotion recognition with intensity level",
        "Data in Brief 51, 109741", 2023, "10.1016/j.dib.2023.109741", "article",
    ),
    utterances=900, speakers=None,
    labels={
        "angry": "anger", "disgust": "disgust", "happy": "happiness", "neutral": "neutral",
        "sad": "sadness",
    },
    read=from_filenames(
        r"0*(?P<label>\d)-0*(?P<strength>[12])-(?P<sex>[01])-[^/]+",
        labels={str(code): name for code, name in enumerate(NAMES, start=1)},
        derive={
            "sex": lambda f: {"0": "female", "1": "male"}[f["sex"]],
            "intensity": lambda f: {"1": "low", "2": "high"}[f["strength"]],
        },
    ),
    sample=Sample(
        files={"4-2-1-012.wav": "", "1-1-0-003.wav": ""},
        utterances=(
            Utterance("4-2-1-012", "4-2-1-012.wav", "angry", sex="male", intensity="high"),
            Utterance("1-1-0-003", "1-1-0-003.wav", "neutral", sex="female", intensity="low"),
        ),
    ),
    problems=(
        "35 actors, but no table or name says who speaks: splits cannot keep speakers apart",
    ),
    unverified=(
        "what follows the third number of a file name", "utterances per label", "sampling rate",
    ),
    sources=(
        "https://github.com/felixbur/nkululeko", "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
