"""EmoV-DB, the Emotional Voices Database: four speakers, five styles (Adigwe et al., 2018)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import (
    Citation,
    Corpus,
    Download,
    Remap,
    Sample,
    Utterance,
    from_filenames,
)

LABELS = {"amused": "amused", "anger": "angry", "disgust": "disgust", "neutral": "neutral"}
LABELS |= {"sleepiness": "sleepy", "Disgust": "disgust", "Neutral": "neutral"}
FOLDERS = (
    *("bea_Amused", "bea_Angry", "bea_Disgusted", "bea_Neutral", "bea_Sleepy"),
    *("jenie_Amused", "jenie_Angry", "jenie_Disgusted", "jenie_Neutral", "jenie_Sleepy"),
    *("josh_Amused", "josh_Neutral", "josh_Sleepy"),
    *("sam_Amused", "sam_Angry", "sam_Disgusted", "sam_Neutral", "sam_Sleepy"),
)
NAMES = from_filenames(
    r"(?P<speaker>bea|jenie|josh|sam)[_/](?:Amused|Angry|Disgusted|Neutral|Sleepy)/"
    r"(?P<label>[A-Za-z]+)_\d+[-_]\d+_(?P<sentence>\d{4})",
    labels=LABELS,
    derive={"sex": lambda f: "female" if f["speaker"] in ("bea", "jenie") else "male"},
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    """Read the file names; the speaker, who is only in the folder's name, makes the id unique."""
    for utterance in NAMES(root):
        stem = utterance.id.rpartition("/")[2]
        yield replace(utterance, id=f"{utterance.speaker}_{stem}")


corpus = Corpus(
    name="emov_db", title="EmoV-DB", languages=("en",), elicitation="acted",
    licence="non-commercial purposes only, in words of its own", redistributable="labels",
    homepage="https://github.com/numediart/EmoV-DB",
    obtain="https://www.openslr.org/115/",
    downloads=tuple(
        (
            Download(f"https://www.openslr.org/resources/115/{name}.tar.gz", to=name)
            for name in FOLDERS
        ),
    ),
    citation=Citation(
        "adigwe2018emovdb",
        "A. Adigwe and N. Tits and K. El Haddad and S. Ostadabbas and T. Dutoit",
        "The Emotional Voices Database: Towards Controlling the Emotion Dimension in Voice "
        "Generation Systems",
        "arXiv", 2018, "https://arxiv.org/abs/1806.09514", kind="article",
    ),
    utterances=6893, speakers=4, sampling_rate=16_000,
    counts=dict(amused=1317, angry=1268, disgust=1019, neutral=1568, sleepy=1721),
    labels={
        "amused": Remap("happiness", "happiness", "speech with laughter; not in the 2024 paper"),
        "angry": "anger", "disgust": "disgust", "neutral": "neutral", "sleepy": "other",
    },
    read=read,
    sample=Sample(
        files={
            "bea_Sleepy/sleepiness_113-140_0129.wav": "",
            "EmoV-DB_sorted/sam/Disgusted/Disgust_1_28_0011.wav": "",
        },
        utterances=(
            Utterance(
                "bea_sleepiness_113-140_0129", "bea_Sleepy/sleepiness_113-140_0129.wav", "sleepy",
                speaker="bea", sex="female", sentence="0129",
            ),
            Utterance(
                "sam_Disgust_1_28_0011", "EmoV-DB_sorted/sam/Disgusted/Disgust_1_28_0011.wav",
                "disgust", speaker="sam", sex="male", sentence="0011",
            ),
        ),
    ),
    problems=(
        "josh has no angry and no disgust",
        "six sentences were recorded twice in one style, and both are read; lists with one file "
        "for each speaker, style and sentence (EmoBox) count 6887, the README 7000",
        "about a quarter of the files is sampled at 44.1 kHz",
        "laughs and yawns before and after the sentence",
    ),
    sources=(
        "https://github.com/numediart/EmoV-DB", "https://github.com/felixbur/nkululeko",
        "https://github.com/emo-box/EmoBox",
    ),
)  # fmt: skip
