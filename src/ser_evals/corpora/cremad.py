"""CREMA-D: twelve English sentences by 91 actors, rated by a crowd (Cao et al., 2014)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames, read_rows
from ser_evals.errors import unknown

CODES = {"ANG": "anger", "DIS": "disgust", "FEA": "fear"}
CODES |= {"HAP": "happy", "NEU": "neutral", "SAD": "sad"}
ANSWERS = {label[0].upper(): label for label in CODES.values()}
LEVELS = {"LO": "low", "MD": "medium", "HI": "high"}
TEXTS = {
    "DFA": "Don't forget a jacket",
    "IEO": "It's eleven o'clock",
    "IOM": "I'm on my way to the meeting",
    "ITH": "I think I have a doctor's appointment",
    "ITS": "I think I've seen this before",
    "IWL": "I would like a new alarm clock",
    "IWW": "I wonder what this is about",
    "MTI": "Maybe tomorrow it will be cold",
    "TAI": "The airplane is almost full",
    "TIE": "That is exactly what happened",
    "TSI": "The surface is slick",
    "WSI": "We'll stop in a couple of minutes",
}
WOMEN = frozenset(
    {*range(2, 5), *range(6, 11), 12, 13, 18, 20, 21, 24, 25, *range(28, 31), 37, 43, 46, 47, 49}
    | {*range(52, 57), 58, 60, 61, 63, *range(72, 77), 78, 79, 82, 84, 89, 91}
)

Votes = dict[str, list[tuple[str, str]]]


def _single(path: Path) -> Votes:
    """Read who answered what to the sound alone: clip to (rater, label)."""
    votes = defaultdict(list)
    for row in read_rows(path):
        # Query type 1 is the voice only, 2 the silent video, 3 both.
        if row["queryType"] == "1":
            if row["respEmo"] not in ANSWERS:
                raise unknown("answer", row["respEmo"], ANSWERS, f" in {path}")
            votes[row["clipName"]].append((row["localid"], ANSWERS[row["respEmo"]]))
    return votes


def _counted(path: Path) -> Votes:
    """Read how often what was answered to the sound alone: clip to ("", label)."""
    votes = {}
    for row in read_rows(path):
        # Each clip has three rows, the one for the voice comes first.
        given = [("", label) for key, label in ANSWERS.items() for _ in range(int(row[key]))]
        votes.setdefault(row["fileName"], given)
    return votes


def _votes(root: Path) -> Votes:
    for name, reader in (("finishedResponses.csv", _single), ("tabulatedVotes.csv", _counted)):
        for path in sorted(root.rglob(name)):
            return reader(path)
    return {}


_clips = from_filenames(
    r"(?P<speaker>10\d\d)_(?P<sentence>[A-Z]{3})_(?P<label>[A-Z]{3})_(?P<level>[A-Z]{1,2})",
    labels=CODES,
    derive={
        "sex": lambda f: "female" if int(f["speaker"]) - 1000 in WOMEN else "male",
        "text": lambda f: TEXTS.get(f["sentence"]),
        "intensity": lambda f: LEVELS.get(f["level"]),
    },
)


def read(root: Path) -> Iterator[Utterance]:
    votes = _votes(root)
    for clip in _clips(root):
        given = votes.get(clip.id, [])
        answers = tuple(label for _, label in given)
        yield replace(
            clip,
            votes=answers,
            raters=tuple(rater for rater, _ in given if rater),
            confidence=answers.count(clip.label) / len(answers) if answers else None,
        )


corpus = Corpus(
    name="cremad", title="CREMA-D", languages=("en-US",), elicitation="acted",
    licence="ODbL-1.0 (its contents: Database Contents License 1.0)", redistributable="audio",
    homepage="https://github.com/CheyneyComputerScience/CREMA-D",
    obtain="git lfs clone https://github.com/CheyneyComputerScience/CREMA-D (AudioWAV, CSV files)",
    citation=Citation(
        "cao2014cremad",
        "H. Cao and D. G. Cooper and M. K. Keutmann and R. C. Gur and A. Nenkova and R. Verma",
        "CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset",
        "IEEE Transactions on Affective Computing", 2014, "10.1109/TAFFC.2014.2336244", "article",
    ),
    utterances=7441, speakers=91, sampling_rate=16_000,
    counts=dict(anger=1271, disgust=1271, fear=1271, happy=1271, neutral=1087, sad=1270),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
        "neutral": "neutral", "sad": "sadness",
    },
    read=read,
    sample=Sample(
        files={
            "AudioWAV/1002_IEO_HAP_LO.wav": "", "AudioWAV/1001_TSI_SAD_XX.wav": "",
            "finishedResponses.csv": '"","localid","queryType","clipName","respEmo","respLevel"\n'
            '"1",7,1,"1002_IEO_HAP_LO","N","68"\n"2",9,1,"1002_IEO_HAP_LO","H","40"\n'
            '"3",9,3,"1002_IEO_HAP_LO","S","55"\n',
        },
        utterances=(
            Utterance(
                "1002_IEO_HAP_LO", "AudioWAV/1002_IEO_HAP_LO.wav", "happy", speaker="1002",
                sex="female", sentence="IEO", text="It's eleven o'clock", intensity="low",
                votes=("neutral", "happy"), raters=("7", "9"), confidence=0.5,
            ),
            Utterance(
                "1001_TSI_SAD_XX", "AudioWAV/1001_TSI_SAD_XX.wav", "sad", speaker="1001",
                sex="male", sentence="TSI", text="The surface is slick",
            ),
        ),
    ),
    broken={"1076_MTI_SAD_XX": "no sound"},
    duplicates=(
        ("1006_TIE_HAP_XX", "1006_TIE_NEU_XX"), ("1013_WSI_DIS_XX", "1013_WSI_SAD_XX"),
        ("1017_IWW_ANG_XX", "1017_IWW_FEA_XX"),
    ),
    problems=(
        "the label is the intended emotion; the votes (sound alone) often say otherwise",
        "three pairs of identical files bear different labels: one of each pair is wrong",
        "without finishedResponses.csv the votes come from tabulatedVotes.csv, without raters",
        "a ZIP of the repository, or a clone without git-lfs, has text stubs in place of audio",
        "tabulatedVotes.csv leaves out answers that took over 10 s, finishedResponses.csv does not",
    ),
    sources=(
        "https://github.com/CheyneyComputerScience/CREMA-D", "https://github.com/emo-box/EmoBox",
        "https://github.com/Strong-AI-Lab/emotion",
    ),
)  # fmt: skip
