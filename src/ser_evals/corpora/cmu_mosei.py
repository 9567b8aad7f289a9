"""CMU-MOSEI: sentences of monologues on video, six intensities of emotion (Zadeh et al., 2018)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Utterance,
    filled,
    find_files,
    read_rows,
    with_audio,
)
from ser_evals.errors import SerEvalsError

EMOTIONS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise")
FOLDS = {"train": "train", "valid": "dev", "test": "test"}

Ratings = dict[tuple[str, str], dict[str, dict[str, float]]]
"""(video, clip) to rater to intensities."""


def read(root: Path) -> Iterator[Utterance]:
    """Yield the rated clips of every video that has a transcript with their times."""
    audio = {PurePosixPath(path).stem: path for path in find_files(root, "*Full/*.wav")}
    ratings, splits = _ratings(root), _splits(root)
    clips = (
        _utterance(*line, ratings[line[:2]], audio, splits)
        for table in find_files(root, "*Transcript/Segmented/*.txt")
        for line in _lines(root / table)
        # Some have no length, or end before the video begins.
        if line[:2] in ratings and float(line[3]) > max(0.0, float(line[2]))
    )
    return with_audio(root, clips, "Transcript/Segmented")


def _utterance(
    video: str,
    clip: str,
    start: str,
    end: str,
    text: str,
    raters: Mapping[str, Mapping[str, float]],
    audio: Mapping[str, str],
    splits: Mapping[str, str],
) -> Utterance:
    total = {e: sum(rating[e] for rating in raters.values()) for e in EMOTIONS}
    label, votes = _strongest(total), [_strongest(rating) for rating in raters.values()]
    return Utterance(
        f"{video}_{clip}",
        audio.get(video, f"{video}.wav"),
        label,
        session=video,
        text=text.strip() or None,
        split=splits.get(video),
        # A few begin before the video does.
        start=max(0.0, float(start)),
        end=float(end),
        confidence=None if label == "mixed" else votes.count(label) / len(votes),
        votes=tuple(votes),
        raters=tuple(raters),
    )


def _strongest(intensities: Mapping[str, float]) -> str:
    highest = max(intensities.values())
    if not highest:
        return "none"
    named = [emotion for emotion, value in intensities.items() if value == highest]
    return named[0] if len(named) == 1 else "mixed"


def _ratings(root: Path) -> Ratings:
    """Return all ratings; the tables overlap, and of two by one rater the first counts."""
    ratings = defaultdict(dict)
    for table in find_files(root, "*Labels/*.csv"):
        for row in read_rows(root / table):
            if "Answer.anger" not in row:
                break
            name = (row["Input.VIDEO_ID"].rsplit("/", 1)[-1], row["Input.CLIP"])
            rating = {emotion: float(row[f"Answer.{emotion}"] or 0) for emotion in EMOTIONS}
            ratings[name].setdefault(row["WorkerId"], rating)
    if not ratings:
        raise FileNotFoundError("Raw/Labels/*.csv")
    return ratings


def _lines(table: Path) -> Iterator[tuple[str, ...]]:
    """Yield video, clip, start, end and text; ids and texts may hold underscores of their own."""
    video = table.stem
    for line in filled(table).read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.removeprefix(video).removeprefix("___").split("___", 3)
        if line.strip() and (len(fields) != 4 or not line.startswith(video)):
            raise SerEvalsError(f"{table}: {line!r}: expected {video}, clip, start, end, text")
        if line.strip():
            yield video, *fields


def _splits(root: Path) -> dict[str, str]:
    splits = {}
    for path in find_files(root, "*cmu_mosei_std_folds.py"):
        text = (root / path).read_text(encoding="utf-8")
        for fold, listed in re.findall(r"standard_(\w+)_fold\s*=\s*\[(.*?)\]", text, re.DOTALL):
            splits |= dict.fromkeys(re.findall(r"""['"]([^'"]+)['"]""", listed), FOLDS[fold])
    return splits


HEAD = "WorkerId,Input.VIDEO_ID,Input.CLIP," + ",".join(f"Answer.{e}" for e in EMOTIONS) + "\n"

corpus = Corpus(
    name="cmu_mosei", title="CMU-MOSEI", languages=("en",), elicitation="natural",
    licence="CC-BY-NC-4.0 as published by audEERING; the videos are of others",
    redistributable="labels",
    homepage="http://multicomp.cs.cmu.edu/resources/cmu-mosei-dataset/",
    obtain="Raw of CMU_MOSEI.zip (Audio/Full/WAV_16000, Labels, Transcript/Segmented), whose host "
    "is down: ask the authors; cmu_mosei_std_folds.py of CMU-MultimodalSDK beside it for splits",
    citation=Citation(
        "zadeh2018cmumosei",
        "A. Zadeh and P. P. Liang and S. Poria and E. Cambria and L.-P. Morency",
        "Multimodal language analysis in the wild: CMU-MOSEI dataset and interpretable dynamic "
        "fusion graph",
        "Annual Meeting of the Association for Computational Linguistics", 2018,
        "10.18653/v1/P18-1208",
    ),
    utterances=None, speakers=None, sampling_rate=16_000,
    splits=dict(train=None, dev=None, test=None),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "happiness": "happiness",
        "mixed": Remap(None, None, "two or more emotions are equally strong"),
        "none": Remap(
            "neutral", "neutral", "no rater gave any emotion more than 0; not in the 2024 paper",
        ),
        "sadness": "sadness", "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "Raw/Labels/batch_results.csv": f"{HEAD}W1,ab_c-1,0,0,0,0,2,1,0\n"
            "W2,clips/ab_c-1,0,0,0,0,0,0,0\nW1,ab_c-1,1,1,0,0,0,1,0\nW1,ab_c-1,2,0,0,0,0,0,0\n",
            "Raw/Labels/more_results.csv": f"{HEAD}W1,ab_c-1,0,3,0,0,0,0,0\n",
            "Raw/Labels/notes.csv": "note\nnot of the corpus\n",
            "Raw/Transcript/Segmented/Combined/ab_c-1.txt": "ab_c-1___0___-0.5___2.25___Well _____ "
            "this one is good.\nab_c-1___1___2.25___4.0___Not that.\nab_c-1___2___4.0___5.0___Ends."
            "\nab_c-1___3___5.0___6.0___Nobody rated this.\n",
            "Raw/Audio/Full/WAV_16000/ab_c-1.wav": "",
        },
        utterances=(
            Utterance(
                "ab_c-1_0", "Raw/Audio/Full/WAV_16000/ab_c-1.wav", "happiness", session="ab_c-1",
                text="Well _____ this one is good.", start=0.0, end=2.25, confidence=0.5,
                votes=("happiness", "none"), raters=("W1", "W2"),
            ),
            Utterance(
                "ab_c-1_1", "Raw/Audio/Full/WAV_16000/ab_c-1.wav", "mixed", session="ab_c-1",
                text="Not that.", start=2.25, end=4.0, votes=("mixed",), raters=("W1",),
            ),
            Utterance(
                "ab_c-1_2", "Raw/Audio/Full/WAV_16000/ab_c-1.wav", "none", session="ab_c-1",
                text="Ends.", start=4.0, end=5.0, confidence=1.0, votes=("none",), raters=("W1",),
            ),
        ),
    ),
    problems=(
        "annotated with six intensities from 0 to 3, several at once: the label is the one with "
        "the highest mean over the raters, 'mixed' on a tie and 'none' where all are 0",
        "papers report 23,453 clips, the published label file (CMU_MOSEI_Labels.csd) has 23,259; "
        "what the raters' own tables give is not known",
        "clips that end where they begin are left out",
        "nobody names the speakers: a video is a session, and a speaker may have several videos",
        "without cmu_mosei_std_folds.py there are no official splits",
    ),
    unverified=(
        "that the mean over the tables in Labels equals CMU_MOSEI_Labels.csd",
        "the number of clips, per label and per split",
    ),
    sources=(
        "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/CMU-MultiComp-Lab/CMU-MultimodalSDK",
        "https://github.com/audeering/datasets", "https://github.com/felixbur/nkululeko",
    ),
)  # fmt: skip
