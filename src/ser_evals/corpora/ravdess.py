"""RAVDESS: Ryerson Audio-Visual Database of Emotional Speech and Song; its speech, sound only."""

from ser_evals.corpora import Corpus, Remap, Sample, Utterance, from_filenames

NAMES = ("neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised")
TEXTS = {"01": "Kids are talking by the door", "02": "Dogs are sitting by the door"}

corpus = Corpus(
    name="ravdess",
    title="RAVDESS",
    languages=("en",),
    elicitation="acted",
    licence="CC-BY-NC-SA-4.0",
    homepage="https://doi.org/10.5281/zenodo.1188976",
    obtain="https://zenodo.org/records/1188976 (Audio_Speech_Actors_01-24.zip)",
    citation="S. R. Livingstone, F. A. Russo: The Ryerson Audio-Visual Database of Emotional "
    "Speech and Song (RAVDESS). PLOS ONE 13(5), e0196391, 2018. doi:10.1371/journal.pone.0196391",
    utterances=1440,
    speakers=24,
    labels={
        "angry": "anger",
        "calm": Remap(
            "neutral",
            "neutral",
            "recorded as a second baseline that is perceived like neutral; not in the 2024 paper, "
            "which sent the calm speech of Expresso to neutral",
        ),
        "disgust": "disgust",
        "fearful": "fear",
        "happy": "happiness",
        "neutral": "neutral",
        "sad": "sadness",
        "surprised": "surprise",
    },
    read=from_filenames(
        r"03-01-(?P<label>\d\d)-\d\d-(?P<sentence>\d\d)-\d\d-(?P<speaker>\d\d)",
        labels={f"{code:02d}": name for code, name in enumerate(NAMES, start=1)},
        derive={
            "sex": lambda f: "male" if int(f["speaker"]) % 2 else "female",
            "text": lambda f: TEXTS.get(f["sentence"]),
        },
        # Modality 01 and 02 are video, vocal channel 02 is song.
        skip=r"0[12]-\d\d-|03-02-",
    ),
    sample=Sample(
        files={
            "Actor_01/03-01-05-02-02-01-01.wav": "",
            "Actor_02/03-01-02-01-01-02-02.wav": "",
            "Actor_02/03-02-02-01-01-02-02.wav": "",
        },
        utterances=(
            Utterance(
                id="03-01-05-02-02-01-01",
                path="Actor_01/03-01-05-02-02-01-01.wav",
                label="angry",
                speaker="01",
                sex="male",
                sentence="02",
                text="Dogs are sitting by the door",
            ),
            Utterance(
                id="03-01-02-01-01-02-02",
                path="Actor_02/03-01-02-01-01-02-02.wav",
                label="calm",
                speaker="02",
                sex="female",
                sentence="01",
                text="Kids are talking by the door",
            ),
        ),
    ),
    problems=(
        "03-01-03-01-02-01-07 and 03-01-03-01-02-02-07 are the same bytes",
        "five files are stereo, the others mono",
        "some copies hold every file twice, once more below audio_speech_actors_01-24/",
    ),
)
