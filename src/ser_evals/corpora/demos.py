"""DEMoS, elicited emotional speech in Italian (Parada-Cabaleiro et al., 2020)."""

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

# The letters are those of the Italian words, as in EMOVO; colpa is guilt.
LETTERS = {"col": "guilt", "dis": "disgust", "gio": "happiness", "neu": "neutral", "pau": "fear"}
LETTERS |= {"rab": "anger", "sor": "surprise", "tri": "sadness"}

corpus = Corpus(
    name="demos", title="DEMoS", languages=("it",), elicitation="elicited",
    licence="end-user licence agreement", redistributable="nothing",
    homepage="https://zenodo.org/records/2544829",
    obtain="the EULA linked from https://zenodo.org/records/2544829, signed by a permanent member "
    "of a university, sent with the request there; unpack wav_DEMoS.zip",
    citation=Citation(
        "paradacabaleiro2020demos",
        "E. Parada-Cabaleiro and G. Costantini and A. Batliner and M. Schmitt and B. W. Schuller",
        "DEMoS: an Italian emotional speech corpus: "
        "Elicitation methods, machine learning, and perception",
        "Language Resources and Evaluation", 2020, "10.1007/s10579-019-09450-y", "article",
    ),
    utterances=9697, speakers=68,
    counts=dict(
        anger=1477, disgust=1678, fear=1156, guilt=1129, happiness=1395, neutral=332, sadness=1530,
        surprise=1000,
    ),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear",
        "guilt": Remap("other", "sadness", "a self-conscious emotion, none of the seven"),
        "happiness": "happiness", "neutral": "neutral", "sadness": "sadness",
        "surprise": "surprise",
    },
    read=from_filenames(
        r"(?:(?:NP|PR)_)?(?P<sex>[fm])_(?P<speaker>\d\d)_(?P<label>[a-z]{3})\d\d[a-z]",
        labels=LETTERS, derive={"sex": lambda f: {"f": "female", "m": "male"}[f["sex"]]},
    ),
    sample=Sample(
        files={"DEMOS/PR_f_03_col02a.wav": "", "NEU/m_68_neu05b.wav": ""},
        utterances=(
            Utterance(
                "PR_f_03_col02a", "DEMOS/PR_f_03_col02a.wav", "guilt", speaker="03", sex="female",
            ),
            Utterance("m_68_neu05b", "NEU/m_68_neu05b.wav", "neutral", speaker="68", sex="male"),
        ),
    ),
    problems=(
        "names begin with PR (1,564 prototypical utterances of 59 speakers) or NP (the others); "
        "publications often use PR alone",
        "there is no speaker 35",
    ),
    unverified=("sampling rate", "meaning of the number and letter after the emotion"),
    sources=(
        "https://zenodo.org/records/2544829", "https://github.com/felixbur/nkululeko",
        "https://github.com/Strong-AI-Lab/emotion",
    ),
)  # fmt: skip
