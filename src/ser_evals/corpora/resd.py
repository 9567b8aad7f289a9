"""RESD, improvised emotional dialogues of Russian voice actors (Aniemore, 2022)."""

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

LABELS = ("anger", "disgust", "enthusiasm", "fear", "happiness", "neutral", "sadness")

corpus = Corpus(
    name="resd", title="RESD", languages=("ru",), elicitation="acted",
    licence="MIT", redistributable="audio",
    homepage="https://huggingface.co/datasets/Aniemore/resd",
    obtain="https://huggingface.co/datasets/Aniemore/resd; write the column speech of each row "
    "into a file of the name that the column path gives",
    citation=Citation(
        "amentes2022resd", "A. Amentes and I. Lubenets and N. Davidchuk",
        "Russian Emotional Speech Dialogs", "", 2022,
        "https://huggingface.co/datasets/Aniemore/resd",
    ),
    utterances=1396, speakers=None, sampling_rate=16_000,
    counts=dict(
        anger=219, disgust=185, enthusiasm=198, fear=223, happiness=218, neutral=191, sadness=162,
    ),
    labels={
        "anger": "anger", "disgust": "disgust",
        "enthusiasm": Remap("other", "other", "told apart from happiness in the corpus itself"),
        "fear": "fear", "happiness": "happiness", "neutral": "neutral", "sadness": "sadness",
    },
    read=from_filenames(
        r"(?P<session>\d\d)_[a-z]+_[a-z]+[_ ](?P<label>[a-z])_\d+",
        labels={label[0]: label for label in LABELS},
    ),
    sample=Sample(
        files={
            "train/02_anger_sadness/02_anger_sadness a_020.wav": "",
            "test/happiness_enthusiasm_32/32_happiness_enthusiasm_e_120.wav": "",
        },
        utterances=(
            Utterance(
                "02_anger_sadness a_020", "train/02_anger_sadness/02_anger_sadness a_020.wav",
                "anger", session="02",
            ),
            Utterance(
                "32_happiness_enthusiasm_e_120",
                "test/happiness_enthusiasm_32/32_happiness_enthusiasm_e_120.wav", "enthusiasm",
                session="32",
            ),
        ),
    ),
    problems=(
        "no speaker ids: 20 actors speak in 50 dialogues, of two actors and two emotions each, so "
        "folds over dialogues keep dialogues apart, not speakers",
        "dialogues are counted by the numbers in the names of all 1396 files, 01 to 50; another "
        "count has 45",
        "the official split (1,116 train, 280 test) has every dialogue on both sides: not offered",
        "716 files are sampled at 16 kHz, 680 at 44.1 kHz",
    ),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://huggingface.co/datasets/Ar4ikov/resd_ref",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
