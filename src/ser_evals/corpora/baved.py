"""BAVED: Basic Arabic Vocal Emotions Dataset, seven words at three levels of emotion."""

from ser_evals.corpora import Corpus, Sample, Utterance, from_filenames

LEVELS = {"0": "low", "1": "neutral", "2": "high"}
WORDS = ("اعجبني", "لم يعجبني", "هذا", "الفيلم", "رائع", "مقول", "سيئ")

corpus = Corpus(
    name="baved",
    title="BAVED",
    languages=("ar",),
    elicitation="acted",
    licence="none stated",
    homepage="https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset",
    obtain="https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset",
    citation="A. Aouf: Basic Arabic Vocal Emotions Dataset (BAVED). 2019. "
    "https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset",
    utterances=1935,
    speakers=60,
    labels=None,
    native_labels=("high", "low", "neutral"),
    read=from_filenames(
        r"(?P<speaker>\d+)-(?P<sex>[mf])-\d+-(?P<sentence>[0-6])-(?P<label>\d)-\d+",
        labels=LEVELS,
        derive={
            "sex": lambda f: {"f": "female", "m": "male"}[f["sex"]],
            "text": lambda f: WORDS[int(f["sentence"])],
        },
    ),
    sample=Sample(
        files={"0/38-f-22-0-2-4.wav": "", "2/23-m-22-2-0-678.wav": ""},
        utterances=(
            Utterance(
                id="38-f-22-0-2-4",
                path="0/38-f-22-0-2-4.wav",
                label="high",
                speaker="38",
                sex="female",
                sentence="0",
                text="اعجبني",
            ),
            Utterance(
                id="23-m-22-2-0-678",
                path="2/23-m-22-2-0-678.wav",
                label="low",
                speaker="23",
                sex="male",
                sentence="2",
                text="هذا",
            ),
        ),
    ),
    problems=(
        "the labels are levels of expressed emotion, not emotions: high may be joy or anger",
        "the README says 61 speakers, the file names hold 60",
        "speakers 46 and 53 are one: their 21 recordings are the same bytes under both ids",
        "0/49-m-23-6-1-201.wav: its name says word 6, its folder word 0",
    ),
)
