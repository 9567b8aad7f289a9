"""ASVP-ESD: emotional speech from films, broadcasts and the web; its speech only (Touko Landry)."""

from ser_evals.corpora import Citation, Corpus, Download, Remap, Sample, Utterance, from_filenames

CODES = ("boredom", "neutral", "happy", "sad", "angry", "fear", "disgust", "surprise", "excited")
CODES += ("pleasure", "pain", "disappointment", "breath")
LABELS = {f"{number:02}": label for number, label in enumerate(CODES, 1)} | {"17": "unknown"}
OWN = "a state of its own, none of the seven basic ones; not in the 2024 paper"

corpus = Corpus(
    name="asvp_esd", title="ASVP-ESD", languages=("mul",), elicitation="natural",
    licence="unclear: academic use, or CC-BY-4.0", redistributable="labels",
    homepage="https://zenodo.org/record/7132783",
    obtain="https://zenodo.org/record/7132783 (ASVP-ESD-Update.zip)",
    downloads=(Download(
        "https://zenodo.org/records/7132783/files/ASVP-ESD-Update.zip?download=1",
        name="ASVP-ESD-Update.zip",
    ),),
    citation=Citation(
        "touko2021asvpesd", "D. Touko Landry and Q. He and W. Xie",
        "The Audio, Speech and Vision Processing Lab Emotional Sound database (ASVP-ESD)", "", 2021,
        "10.5281/zenodo.7132783",
    ),
    utterances=5140, speakers=129, sampling_rate=16_000,
    counts={
        "angry": 1064, "boredom": 98, "disappointment": 288, "disgust": 190, "excited": 270,
        "fear": 170, "happy": 613, "neutral": 1314, "pain": 54, "pleasure": 35, "sad": 551,
        "surprise": 492, "unknown": 1,
    },
    labels={
        "angry": "anger", "boredom": Remap("other", "sadness", OWN), "breath": "other",
        "disappointment": Remap("other", "sadness", OWN), "disgust": "disgust",
        "excited": Remap("happiness", "happiness", "aroused joy; not in the 2024 paper"),
        "fear": "fear", "happy": "happiness", "neutral": "neutral", "pain": "other",
        "pleasure": Remap("other", "happiness", OWN), "sad": "sadness", "surprise": "surprise",
        "unknown": Remap(None, None, "one file has the code 17, which nothing explains"),
    },
    read=from_filenames(
        # Eight numbers to eleven; seven are a name of RAVDESS or BanglaSER.
        r"03-01-(?P<label>\d\d)-(?P<level>\d+)-\d+-(?P<speaker>\d+)(?:-[\d ]+){2,5}",
        labels=LABELS,
        derive={"intensity": lambda f: {"01": "normal", "02": "high"}.get(f["level"])},
        # The second number tells speech from other sounds, such as laughter and screams.
        glob="03-01-*.wav|*/03-01-*.wav",
    ),
    sample=Sample(
        files={
            "Audio/actor_36/03-01-09-01-06-36-02-02-01-39.wav": "",
            "Audio/actor_36/03-02-04-01-08-36-03-03-01-77.wav": "",
        },
        utterances=(Utterance(
            "03-01-09-01-06-36-02-02-01-39", "Audio/actor_36/03-01-09-01-06-36-02-02-01-39.wav",
            "excited", speaker="36", intensity="normal",
        ),),
    ),
    problems=(
        "8824 of the 13,964 files are no speech (laughter, cries, screams) and are not read",
        "Mandarin, English, French, Russian and others; public readers of the language code differ",
        "03-01-07-01-20-65-02-02-05 is speaker 65 by its name, 50 by its folder; the name is read",
        "taken from films and broadcasts: who holds the rights in the sound is not said",
    ),
    unverified=(
        "licence", "whether each number stands for one speaker, and each speaker has one number",
        "language and sex per file, whose codes are documented in ways that differ",
    ),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
