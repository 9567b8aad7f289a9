"""EmoTa: 19 sentences in Sri Lankan Tamil by 22 speakers (Thevakumar et al., 2025)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

NAMES = ("angry", "fear", "happy", "neutral", "sad")
WOMEN = (2, 5, 6, 8, 9, 10, 14, 15, 20, 21, 22)

corpus = Corpus(
    name="emota", title="EmoTa", languages=("ta-LK",), elicitation="acted",
    licence="EmoTa Academic-Commercial License 1.0 (non-commercial, not to be passed on)",
    redistributable="nothing",
    homepage="https://github.com/aaivu/EmoTa",
    obtain="fill in EmoTa_Dataset_Usage_Agreement.docx of https://github.com/aaivu/EmoTa and send "
    "it through https://rtuthaya.staff.uom.lk/contact-for-resources; unpack the folders",
    citation=Citation(
        "thevakumar2025emota",
        "J. Thevakumar and L. Thavarasa and T. Sivatheepan and S. Kugarajah and U. Thayasivam",
        "EmoTa: A Tamil Emotional Speech Dataset", "CHiPSAL", 2025,
        "https://aclanthology.org/2025.chipsal-1.19/",
    ),
    utterances=936, speakers=22,
    labels={
        "angry": "anger", "fear": "fear", "happy": "happiness", "neutral": "neutral",
        "sad": "sadness",
    },
    read=from_filenames(
        r"0*(?P<speaker>\d+)_0*(?P<sentence>\d+)_(?P<label>[a-z]{3})",
        labels={name[:3]: name for name in NAMES},
        derive={"sex": lambda f: "female" if int(f["speaker"]) in WOMEN else "male"},
    ),
    sample=Sample(
        files={"happy/08_18_hap.wav": ""},
        utterances=(Utterance(
            "08_18_hap", "happy/08_18_hap.wav", "happy", speaker="8", sex="female", sentence="18",
        ),),
    ),
    unverified=("utterances per label", "sampling rate"),
    sources=("https://github.com/aaivu/EmoTa",),
)  # fmt: skip
