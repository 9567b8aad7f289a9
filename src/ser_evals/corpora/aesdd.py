"""AESDD, acted emotional speech in Greek (Vryzas et al., 2018)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

LETTERS = {"a": "anger", "d": "disgust", "f": "fear", "h": "happiness", "s": "sadness"}

corpus = Corpus(
    name="aesdd", title="AESDD", languages=("el",), elicitation="acted",
    licence="none stated (a copy on Hugging Face says CC-BY-4.0)", redistributable="labels",
    homepage="http://m3c.web.auth.gr/research/aesdd-speech-emotion-recognition/",
    obtain="the archive on MEGA that http://m3c.web.auth.gr/research/"
    "aesdd-speech-emotion-recognition/ links to",
    citation=Citation(
        "vryzas2018aesdd",
        "N. Vryzas and R. Kotsakis and A. Liatsou and C. A. Dimoulas and G. Kalliris",
        "Speech Emotion Recognition for Performance Interaction",
        "Journal of the Audio Engineering Society", 2018, "10.17743/jaes.2018.0036", "article",
    ),
    utterances=604, speakers=6, sampling_rate=44_100,
    counts=dict(anger=121, disgust=122, fear=120, happiness=119, sadness=122),
    labels={label: label for label in LETTERS.values()},
    read=from_filenames(
        r"(?P<label>[a-z])(?P<sentence>\d\d) ?\(0?(?P<speaker>\d)\)[a-z]?", labels=LETTERS,
    ),
    sample=Sample(
        files={"disgust/d03 (01).wav": "", "sadness/s01 (5)b.wav": "", "sadness/s05 (3).wav": ""},
        utterances=(
            Utterance("d03 (01)", "disgust/d03 (01).wav", "disgust", speaker="1", sentence="03"),
            Utterance("s01 (5)b", "sadness/s01 (5)b.wav", "sadness", speaker="5", sentence="01"),
        ),
    ),
    broken={"s05 (3)": "does not open as audio"},
    problems=(
        "a letter after the bracket is a second take of the same sentence",
        "one of the 20 sentence numbers stands for an improvised utterance, another one per actor",
        "five names have (01) instead of (1): the same speaker",
    ),
    unverified=(
        "sex: two loaders take odd numbers for men, the corpus counts 3 women and 2 men of 5",
    ),
    sources=(
        "http://m3c.web.auth.gr/research/aesdd-speech-emotion-recognition/",
        "https://huggingface.co/datasets/EdwardLin2023/AESDD", "https://github.com/emo-box/EmoBox",
        "https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion",
    ),
)  # fmt: skip
