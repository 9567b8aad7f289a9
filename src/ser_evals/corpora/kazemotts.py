"""KazEmoTTS: Kazakh sentences in six emotions by three narrators (Abilbekov et al., 2024)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

NARRATORS = {"805570882": "F1", "1263201035": "M1", "399172782": "M2"}

corpus = Corpus(
    name="kazemotts", title="KazEmoTTS", languages=("kk",), elicitation="acted",
    licence="none stated", redistributable="labels",
    homepage="https://github.com/IS2AI/KazEmoTTS",
    obtain="https://huggingface.co/datasets/issai/KazEmoTTS (EmoKaz.zip)",
    citation=Citation(
        "abilbekov2024kazemotts",
        "A. Abilbekov and S. Mussakhojayeva and R. Yeshpanov and H. A. Varol",
        "KazEmoTTS: A Dataset for Kazakh Emotional Text-to-Speech Synthesis", "", 2024,
        "https://arxiv.org/abs/2404.01033",
    ),
    utterances=54_760, speakers=3,
    counts=dict(angry=9059, fear=9098, happy=9059, neutral=9385, sad=8980, surprise=9179),
    labels={
        "angry": "anger", "fear": "fear", "happy": "happiness", "neutral": "neutral",
        "sad": "sadness", "surprise": "surprise",
    },
    read=from_filenames(
        r"(?P<number>805570882|1263201035|399172782)_(?P<label>[a-z]+)_\d+",
        derive={
            "speaker": lambda f: NARRATORS[f["number"]],
            "sex": lambda f: "female" if NARRATORS[f["number"]] == "F1" else "male",
        },
    ),
    sample=Sample(
        files={"EmoKaz/805570882/train/805570882_fear_40114.wav": ""},
        utterances=(Utterance(
            "805570882_fear_40114", "EmoKaz/805570882/train/805570882_fear_40114.wav", "fear",
            speaker="F1", sex="female",
        ),),
    ),
    problems=(
        "made for synthesis: the folders train (51,030) and eval (3,730) have the same three "
        "narrators, so they are not taken for splits",
        "the paper says scared and surprised where the file names say fear and surprise",
        "texts lie beside the audio, one .txt each; they are not read",
    ),
    unverified=(
        "the sampling rate", "the licence",
        "which number is which narrator: concluded from the equal numbers of recordings",
    ),
    sources=(
        "https://github.com/IS2AI/KazEmoTTS", "https://huggingface.co/datasets/issai/KazEmoTTS",
    ),
)  # fmt: skip
