"""IndoWaveSentiment: one Indonesian sentence by ten actors, five classes (2024)."""

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

NAMES = ("neutral", "happy", "surprise", "disgust", "disappointed")

corpus = Corpus(
    name="indowave", title="IndoWaveSentiment", languages=("id",), elicitation="acted",
    licence="not established", redistributable="labels",
    homepage="https://data.mendeley.com/datasets/j9ytfdzy27/1",
    citation=Citation(
        "bustamin2024indowave", "A. Bustamin and A. M. Rizky and E. Warni and I. S. Areni",
        "IndoWaveSentiment: Indonesian audio dataset for emotion classification",
        "Data in Brief 57, 111138", 2024, "10.1016/j.dib.2024.111138", "article",
    ),
    utterances=300, speakers=10, sampling_rate=16_000,
    counts=dict.fromkeys(NAMES, 60),
    labels={
        "disappointed": Remap("other", "sadness", "none of the basic seven; not in the 2024 paper"),
        "disgust": "disgust", "happy": "happiness", "neutral": "neutral", "surprise": "surprise",
    },
    read=from_filenames(
        r"(?P<speaker>0[1-9]|10)-(?P<label>0[1-5])-(?P<strength>0[12])-0[1-3]",
        labels={f"{code:02d}": name for code, name in enumerate(NAMES, start=1)},
        derive={
            "sex": lambda f: "male" if int(f["speaker"]) % 2 else "female",
            "intensity": lambda f: {"01": "normal", "02": "strong"}.get(f["strength"]),
        },
    ),
    sample=Sample(
        files={"IndoWaveSentiment/07-05-02-03.wav": ""},
        utterances=(Utterance(
            "07-05-02-03", "IndoWaveSentiment/07-05-02-03.wav", "disappointed", speaker="07",
            sex="male", intensity="strong",
        ),),
    ),
    problems=("all utterances are one sentence, three times at each of two strengths",),
    unverified=("licence",),
    sources=("https://github.com/felixbur/nkululeko",),
)  # fmt: skip
