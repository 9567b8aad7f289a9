"""MESS: Morgan Emotional Speech Set, six American speakers, four emotions (Morgan, 2019)."""

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

LETTERS = {"A": "angry", "C": "calm", "H": "happy", "S": "sad"}

corpus = Corpus(
    name="mess", title="MESS", languages=("en-US",), elicitation="acted",
    licence="not established (to be downloaded freely from Zenodo)", redistributable="labels",
    homepage="https://zenodo.org/records/7378320",
    citation=Citation(
        "morgan2019mess", "S. D. Morgan",
        "Categorical and Dimensional Ratings of Emotional Speech: Behavioral Findings From the "
        "Morgan Emotional Speech Set",
        "Journal of Speech, Language, and Hearing Research 62(11), 4015-4029", 2019,
        "10.1044/2019_JSLHR-S-19-0144", "article",
    ),
    utterances=1800, speakers=6,
    counts=dict.fromkeys(LETTERS.values(), 450),
    labels={
        "angry": "anger",
        "calm": Remap(
            "other", "neutral",
            "acted as pleasant and hardly aroused, not as a baseline; not in the 2024 paper, which "
            "sent the calm speech of Expresso to neutral",
        ),
        "happy": "happiness", "sad": "sadness",
    },
    read=from_filenames(
        r"(?P<label>[A-Z])(?P<speaker>(?P<sex>[FM])\d)[MTV]\d\d(?:_SCR)?", labels=LETTERS,
        derive={"sex": lambda f: {"F": "female", "M": "male"}[f["sex"]]},
    ),
    sample=Sample(
        files={"CF1M12_SCR.wav": ""},
        utterances=(Utterance("CF1M12_SCR", "CF1M12_SCR.wav", "calm", speaker="F1", sex="female"),),
    ),
    problems=("no neutral speech",),
    unverified=(
        "licence (CC BY 4.0 in a registry, in a row that mixes two corpora)",
        "what the letters M, T and V and the number after them mean", "sampling rate",
    ),
    sources=(
        "https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/SuperKogito/SER-datasets",
        "https://github.com/michen00/multilingual_speech_valence_classification_datasets",
    ),
)  # fmt: skip
