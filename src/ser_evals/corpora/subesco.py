"""SUBESCO, acted emotional speech in Bangla (Sultana et al., 2021)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

LABELS = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")

corpus = Corpus(
    name="subesco", title="SUBESCO", languages=("bn",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://zenodo.org/records/4526477",
    obtain="https://zenodo.org/records/4526477",
    downloads=(Download(
        "https://zenodo.org/records/4526477/files/SUBESCO.zip?download=1", size=1_664_512_929,
        checksum="md5:13d702cf944bf54d70d66bffc036ed7a", name="SUBESCO.zip",
    ),),
    citation=Citation(
        "sultana2021subesco", "S. Sultana and M. S. Rahman and M. R. Selim and M. Z. Iqbal",
        "SUST Bangla Emotional Speech Corpus (SUBESCO): "
        "An audio-only emotional speech corpus for Bangla",
        "PLOS ONE", 2021, "10.1371/journal.pone.0250173", "article",
    ),
    utterances=7000, speakers=20, sampling_rate=44_100,
    counts={label: 1000 for label in LABELS},
    labels={
        "angry": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
        "neutral": "neutral", "sad": "sadness", "surprise": "surprise",
    },
    read=from_filenames(
        r"(?P<speaker>[FM]_\d\d)_[A-Z]+_S_(?P<sentence>\d+)_(?P<label>[A-Z]+)_\d\]?",
        labels={label.upper(): label for label in LABELS},
        derive={"sex": lambda f: "female" if f["speaker"][0] == "F" else "male"},
    ),
    sample=Sample(
        files={"F_02_MONIKA_S_2_SURPRISE_3].wav": "", "M_10_EVAN_S_10_SAD_3.wav": ""},
        utterances=(
            Utterance(
                "F_02_MONIKA_S_2_SURPRISE_3]", "F_02_MONIKA_S_2_SURPRISE_3].wav", "surprise",
                speaker="F_02", sex="female", sentence="2",
            ),
            Utterance(
                "M_10_EVAN_S_10_SAD_3", "M_10_EVAN_S_10_SAD_3.wav", "sad", speaker="M_10",
                sex="male", sentence="10",
            ),
        ),
    ),
    problems=(
        "numbers of speakers run from 01 to 10 for women and again for men",
        "F_02_MONIKA_S_2_SURPRISE_3].wav has a bracket too many in its name",
        "2,445 files are sampled at 48 kHz, 4,555 at 44.1 kHz",
    ),
    sources=(
        "https://github.com/audeering/datasets", "https://github.com/emo-box/EmoBox",
        "https://github.com/Strong-AI-Lab/emotion",
    ),
)  # fmt: skip
