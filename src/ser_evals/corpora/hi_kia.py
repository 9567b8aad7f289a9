"""Hi, KIA: one Korean wake-up word in four emotions, eight speakers (Kim et al., 2022)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

LETTERS = {"a": "angry", "h": "happy", "n": "neutral", "s": "sad"}

corpus = Corpus(
    name="hi_kia", title="Hi, KIA", languages=("ko",), elicitation="acted",
    licence="CC-BY-SA-4.0", redistributable="audio",
    homepage="https://zenodo.org/records/7091465",
    obtain="https://zenodo.org/records/7091465 (hi_kia_1.0.tar.gz)",
    downloads=(Download(
        "https://zenodo.org/records/7091465/files/hi_kia_1.0.tar.gz?download=1",
        name="hi_kia_1.0.tar.gz",
    ),),
    citation=Citation(
        "kim2022hikia", "T. Kim and S. Doh and G. Lee and H. Jeon and J. Nam and H.-J. Suk",
        "Hi, KIA: A Speech Emotion Recognition Dataset for Wake-Up Words", "APSIPA ASC", 2022,
        "https://arxiv.org/abs/2211.03371",
    ),
    utterances=488, speakers=8,
    labels={"angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness"},
    read=from_filenames(
        r"(?P<speaker>(?P<sex>[FM])\d+)_\w+_(?P<label>[a-z])", labels=LETTERS,
        derive={"sex": lambda f: {"F": "female", "M": "male"}[f["sex"]]},
    ),
    sample=Sample(
        files={"hi_kia/wav/F5_S01_1_a.wav": ""},
        utterances=(Utterance(
            "F5_S01_1_a", "hi_kia/wav/F5_S01_1_a.wav", "angry", speaker="F5", sex="female",
        ),),
    ),
    problems=("one registry says CC BY 4.0, another CC BY-SA 4.0: the narrower counts",),
    unverified=(
        "that the letter in a name is always the label of the tables in split/",
        "utterances per label", "sampling rate",
    ),
    sources=(
        "https://github.com/felixbur/nkululeko", "https://github.com/SuperKogito/SER-datasets",
        "https://arxiv.org/abs/2211.03371",
    ),
)  # fmt: skip
