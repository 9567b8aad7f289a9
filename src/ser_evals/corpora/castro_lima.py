"""Castro and Lima: Portuguese sentences and pseudosentences, validated, two speakers (2010)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

COUNTS = dict(angry=63, disgust=35, fear=41, happy=46, neutral=60, sad=59, surprise=64)

corpus = Corpus(
    name="castro_lima", title="Castro and Lima 2010", languages=("pt-PT",), elicitation="acted",
    licence="none stated (supplement of the article)", redistributable="labels",
    homepage="https://doi.org/10.3758/BRM.42.1.74",
    obtain="the two archives at https://doi.org/10.3758/BRM.42.1.74 (Castro-BRM-2010 Sents.zip, "
    "Castro-BRM-2010 Pseudosents.zip)",
    citation=Citation(
        "castro2010portuguese", "S. L. Castro and C. F. Lima",
        "Recognizing emotions in spoken language: A validated set of Portuguese sentences and "
        "pseudosentences for research on emotional prosody",
        "Behavior Research Methods", 2010, "10.3758/BRM.42.1.74", "article",
    ),
    utterances=368, speakers=2,
    counts=COUNTS,
    labels={
        "angry": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
        "neutral": "neutral", "sad": "sadness", "surprise": "surprise",
    },
    read=from_filenames(
        r"\d+[sp](?P<speaker>[AB])_(?P<label>[a-z]+)\d+", labels={name: name for name in COUNTS},
    ),
    sample=Sample(
        files={"8sA_angry8.wav": ""},
        utterances=(Utterance("8sA_angry8", "8sA_angry8.wav", "angry", speaker="A"),),
    ),
    problems=(
        "half the sentences are pseudosentences without meaning (p in the name; s: sentences)",
        "only what listeners recognised well was released",
        "two speakers: a speaker-disjoint split trains on a single one",
        "texts and ratings are in the two Castro_2010_AppxB tables, which are not read",
    ),
    unverified=("sex of the speakers", "sampling rate"),
    sources=("https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion"),
)  # fmt: skip
