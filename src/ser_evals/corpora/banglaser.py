"""BanglaSER: three Bangla sentences by 34 amateurs in five emotions (Das et al., 2022)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

NAMES = ("happy", "sad", "angry", "surprise", "neutral")
TEXTS = {"01": "১২ টা বেজে গেছে", "02": "আমি জানতাম এমন কিছু হবে", "03": "এ কেমন উপহার"}

corpus = Corpus(
    name="banglaser", title="BanglaSER", languages=("bn",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://data.mendeley.com/datasets/t9h6p943xy/5",
    obtain="https://data.mendeley.com/datasets/t9h6p943xy/5",
    downloads=(Download(
        "https://prod-dcd-datasets-cache-zipfiles.s3.eu-west-1.amazonaws.com/t9h6p943xy-5.zip",
    ),),
    citation=Citation(
        "das2022banglaser",
        "R. K. Das and N. Islam and M. R. Ahmed and S. Islam and S. Shatabda and A. K. M. M. Islam",
        "BanglaSER: A speech emotion recognition dataset for the Bangla language",
        "Data in Brief 42, 108091", 2022, "10.1016/j.dib.2022.108091", "article",
    ),
    utterances=1467, speakers=34, sampling_rate=44_100,
    counts=dict.fromkeys(NAMES, 306) | {"neutral": 243},
    labels={
        "angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness",
        "surprise": "surprise",
    },
    read=from_filenames(
        # As documented and no wider. RAVDESS is told by its emotions 06 to 08: a folder of its
        # first five alone cannot be told by names.
        r"03-01-(?P<label>0[1-5])-(?P<strength>0[12])-(?P<sentence>0[1-3])-0[1-3]-"
        r"(?P<speaker>0[1-9]|[12]\d|3[0-4])",
        labels={f"{code:02d}": name for code, name in enumerate(NAMES, start=1)},
        derive={
            "sex": lambda f: "male" if int(f["speaker"]) % 2 else "female",
            "text": lambda f: TEXTS.get(f["sentence"]),
            "intensity": lambda f: {"01": "normal", "02": "strong"}.get(f["strength"]),
        },
    ),
    sample=Sample(
        files={"BanglaSER/Actor_02/03-01-04-02-03-01-02.wav": ""},
        utterances=(Utterance(
            "03-01-04-02-03-01-02", "BanglaSER/Actor_02/03-01-04-02-03-01-02.wav", "surprise",
            speaker="02", sex="female", sentence="03", text="এ কেমন উপহার", intensity="strong",
        ),),
    ),
    problems=(
        "names look like those of RAVDESS, but the emotion codes mean other emotions",
        "utterances per emotion follow from the totals of versions 3 and 5",
    ),
    unverified=("that all files have the sampling rate of the recordings",),
    sources=(
        "https://data.mendeley.com/datasets/t9h6p943xy/2", "https://github.com/felixbur/nkululeko",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
