"""MESD, single words with acted emotions in Mexican Spanish (Duville et al., 2021)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

LABELS = ("anger", "disgust", "fear", "happiness", "neutral", "sadness")

corpus = Corpus(
    name="mesd", title="MESD", languages=("es-MX",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://data.mendeley.com/datasets/cy34mh68j9/5",
    citation=Citation(
        "duville2021mesd", "M. M. Duville and L. M. Alonso-Valerdi and D. I. Ibarra-Zarate",
        "Mexican Emotional Speech Database Based on Semantic, Frequency, Familiarity, "
        "Concreteness, and Cultural Shaping of Affective Prosody",
        "Data", 2021, "10.3390/data6120130", "article",
    ),
    utterances=862, speakers=None, sampling_rate=48_000,
    counts=dict(anger=143, disgust=144, fear=144, happiness=144, neutral=143, sadness=144),
    labels={label: label for label in LABELS},
    read=from_filenames(
        r"(?P<label>[A-Z][a-z]+)_(?P<session>[FMC])_[AB]_(?P<sentence>[^/]+)",
        labels={label.capitalize(): label for label in LABELS},
        # Edited copies of the women's words, less and less natural, on two levels.
        skip=r"Speaker-embedded|[A-Z][a-z]+_[FMC]_[AB]_L[12]_",
        derive={
            "sex": lambda f: {"F": "female", "M": "male"}.get(f["session"]),
            "text": lambda f: f["sentence"].replace("_", " "),
        },
    ),
    sample=Sample(
        files={
            "MESD/Anger_F_A_basta_ya.wav": "", "MESD/Neutral_C_B_lago.wav": "",
            "Speaker-embedded naturalness-reduced female voices/Anger_F_B_L1_lago.wav": "",
        },
        utterances=(
            Utterance(
                "Anger_F_A_basta_ya", "MESD/Anger_F_A_basta_ya.wav", "anger", sex="female",
                session="F", sentence="basta_ya", text="basta ya",
            ),
            Utterance(
                "Neutral_C_B_lago", "MESD/Neutral_C_B_lago.wav", "neutral", session="C",
                sentence="lago", text="lago",
            ),
        ),
    ),
    problems=(
        "names give a voice (F, M or C for children), not which of 3 women, 2 men, 6 children "
        "speaks: no speaker ids; each voice stays together as one session, so that none leaks",
        "the archive adds 288 edited copies of women's words: the 1,150 of the 2024 paper",
        "864 recordings are announced, 862 are there: a child's anger and neutral have 47 each",
        "Happiness_C_A_lento_dentro holds two words; words in names have no accents",
    ),
    sources=(
        "https://data.mendeley.com/datasets/cy34mh68j9", "https://github.com/audeering/datasets",
        "https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko",
        "https://github.com/spaghettiSystems/serval",
    ),
)  # fmt: skip
