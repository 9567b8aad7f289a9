"""Emotions in Polish speech recordings: five young men, six words (Gdańsk, 2020)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

corpus = Corpus(
    name="polish_mostwiedzy", title="Emotions in Polish speech recordings", languages=("pl",),
    elicitation="acted",
    licence="not established", redistributable="labels",
    homepage="https://mostwiedzy.pl/en/open-research-data/"
    "emotions-in-polish-speech-recordings,11190523461146169-0",
    obtain="Speech_emotions.zip of https://mostwiedzy.pl/en/open-research-data/"
    "emotions-in-polish-speech-recordings,11190523461146169-0",
    citation=Citation(
        "miesikowska2020polish", "M. Mięsikowska and D. Świsulski",
        "Emotions in Polish speech recordings", "", 2020, "10.34808/h46c-hb44",
    ),
    utterances=450, speakers=5, sampling_rate=44_100,
    counts=dict(anger=150, fear=150, neutral=150),
    labels={"anger": "anger", "fear": "fear", "neutral": "neutral"},
    read=from_filenames(
        r"(?P<speaker>m\d)\.(?P<label>[a-z])_(?P<sentence>[a-z]+)_\d",
        labels={"a": "anger", "n": "neutral", "s": "fear"},
        derive={"sex": lambda f: "male", "text": lambda f: f["sentence"]},
    ),
    sample=Sample(
        files={"m3.s_trzymaj_5.wav": ""},
        utterances=(Utterance(
            "m3.s_trzymaj_5", "m3.s_trzymaj_5.wav", "fear", speaker="m3", sex="male",
            sentence="trzymaj", text="trzymaj",
        ),),
    ),
    problems=("each word five times per emotion: 75 recordings of a word, all of men",),
    unverified=("the licence",),
    sources=("https://github.com/felixbur/nkululeko", "https://github.com/emo-box/EmoBox"),
)  # fmt: skip
