"""RAVDESS: Ryerson Audio-Visual Database of Emotional Speech and Song; its speech, sound only."""

from ser_evals.corpora import Citation, Corpus, Download, Remap, Sample, Utterance, from_filenames

NAMES = ("neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised")
TEXTS = {"01": "Kids are talking by the door", "02": "Dogs are sitting by the door"}

corpus = Corpus(
    name="ravdess", title="RAVDESS", languages=("en",), elicitation="acted",
    licence="CC-BY-NC-SA-4.0",
    homepage="https://doi.org/10.5281/zenodo.1188976",
    redistributable="audio",
    obtain="https://zenodo.org/records/1188976 (Audio_Speech_Actors_01-24.zip)",
    downloads=(Download(
        "https://zenodo.org/records/1188976/files/Audio_Speech_Actors_01-24.zip?download=1",
        size=208_468_073, checksum="md5:bc696df654c87fed845eb13823edef8a",
        name="Audio_Speech_Actors_01-24.zip",
    ),),
    citation=Citation(
        "livingstone2018ravdess", "S. R. Livingstone and F. A. Russo",
        "The Ryerson Audio-Visual Database of Emotional Speech and Song (RAVDESS): A dynamic, "
        "multimodal set of facial and vocal expressions in North American English",
        "PLOS ONE 13(5), e0196391", 2018, "10.1371/journal.pone.0196391", "article",
    ),
    utterances=1440, speakers=24, sampling_rate=48_000,
    counts=dict.fromkeys(NAMES, 192) | {"neutral": 96},
    labels={
        "angry": "anger",
        "calm": Remap("neutral", "neutral", "a second baseline beside neutral, perceived like it"),
        "disgust": "disgust", "fearful": "fear", "happy": "happiness", "neutral": "neutral",
        "sad": "sadness", "surprised": "surprise",
    },
    read=from_filenames(
        # As documented and no wider: BanglaSER's names have the same fields.
        r"03-01-(?P<label>0[1-8])-(?P<strength>0[12])-(?P<sentence>0[12])-0[12]-"
        r"(?P<speaker>0[1-9]|1\d|2[0-4])",
        labels={f"{code:02d}": name for code, name in enumerate(NAMES, start=1)},
        derive={
            "sex": lambda f: "male" if int(f["speaker"]) % 2 else "female",
            "text": lambda f: TEXTS.get(f["sentence"]),
            "intensity": lambda f: {"01": "normal", "02": "strong"}.get(f["strength"]),
        },
        # Modality 01 and 02 are video, vocal channel 02 is song.
        skip=r"0[12]-\d\d-|03-02-",
    ),
    sample=Sample(
        files={"Actor_02/03-01-02-02-01-02-02.wav": "", "Actor_02/03-02-02-01-01-02-02.wav": ""},
        utterances=(Utterance(
            "03-01-02-02-01-02-02", "Actor_02/03-01-02-02-01-02-02.wav", "calm", speaker="02",
            sex="female", sentence="01", text="Kids are talking by the door", intensity="strong",
        ),),
    ),
    duplicates=(("03-01-03-01-02-01-07", "03-01-03-01-02-02-07"),),
    problems=(
        "five files are stereo, the others mono",
        "some copies hold every file twice, once more below audio_speech_actors_01-24/",
    ),
    sources=("https://zenodo.org/records/1188976", "https://github.com/emo-box/EmoBox"),
)  # fmt: skip
