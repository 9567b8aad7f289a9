"""JTES: Japanese Twitter-based Emotional Speech, 100 speakers (Takeishi et al., 2016)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

CODES = {"ang": "anger", "joy": "joy", "neu": "neutral", "sad": "sadness"}

corpus = Corpus(
    name="jtes", title="JTES", languages=("ja",), elicitation="acted",
    licence="on request, terms not published", redistributable="nothing",
    homepage="https://tohoku.pure.elsevier.com/ja/publications/"
    "construction-and-analysis-of-phonetically-and-prosodically-balanc",
    obtain="ask the authors of the database at Tohoku University (T. Nose, A. Ito) for it, and put "
    "the folder wav of jtes_v1.1 into the corpus's folder",
    citation=Citation(
        "takeishi2016jtes", "E. Takeishi and T. Nose and Y. Chiba and A. Ito",
        "Construction and analysis of phonetically and prosodically balanced emotional speech "
        "database",
        "Oriental COCOSDA", 2016,
        "https://tohoku.pure.elsevier.com/ja/publications/"
        "construction-and-analysis-of-phonetically-and-prosodically-balanc",
    ),
    utterances=20_000, speakers=100,
    counts=dict(anger=5000, joy=5000, neutral=5000, sadness=5000),
    labels={"anger": "anger", "joy": "happiness", "neutral": "neutral", "sadness": "sadness"},
    read=from_filenames(
        r"(?P<speaker>[fm]\d\d)_(?P<label>[a-z]{3})_(?P<number>\d\d)", labels=CODES,
        derive={
            "sex": lambda f: {"f": "female", "m": "male"}[f["speaker"][0]],
            "sentence": lambda f: f"{f['label']}_{f['number']}",
        },
    ),
    sample=Sample(
        files={"wav/f01/ang/f01_ang_01.wav": ""},
        utterances=(Utterance(
            "f01_ang_01", "wav/f01/ang/f01_ang_01.wav", "anger", speaker="f01", sex="female",
            sentence="ang_01",
        ),),
    ),
    problems=(
        "each emotion has 50 sentences of its own: the words alone give the emotion away",
        "every sentence is read by all speakers: speaker-independent folds share their texts",
        "copies resampled to 22.05 kHz go by the same file names",
    ),
    unverified=("the sampling rate", "the terms of use", "whether any file is missing"),
    sources=(
        "https://tohoku.pure.elsevier.com/ja/publications/"
        "construction-and-analysis-of-phonetically-and-prosodically-balanc",
        "https://github.com/felixbur/nkululeko",
    ),
)  # fmt: skip
