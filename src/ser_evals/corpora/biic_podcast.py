"""BIIC-Podcast: turns of podcasts in Taiwanese Mandarin, labelled like MSP-Podcast (2023)."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Utterance,
    find_files,
    read_rows,
    with_audio,
)
from ser_evals.errors import unknown

NAMES = ("anger", "sadness", "happiness", "surprise", "fear", "disgust", "contempt", "neutral")
LABELS = {str(number): name for number, name in enumerate(NAMES)}
SPLITS = {"train": "train", "development": "dev", "validation": "dev", "test": "test", "": None}


def read(root: Path) -> Iterator[Utterance]:
    """Yield the rows of the consensus table."""
    tables = sorted(find_files(root, "*labels_consensus.csv"), key=lambda path: path.count("/"))
    if not tables:
        raise FileNotFoundError("labels_consensus.csv")
    audio = {PurePosixPath(path).name: path for path in find_files(root)}
    rows = (_utterance(row, audio) for row in read_rows(root / tables[0]))
    return with_audio(root, rows, tables[0])


def _utterance(row: dict[str, str], audio: dict[str, str]) -> Utterance:
    name = PurePosixPath(row["FileName"]).name
    code, split = row["EmoClass"], row.get("Split_Set", "").lower()
    if code not in LABELS:
        raise unknown("label", code, LABELS, f" of {name}")
    if split not in SPLITS:
        raise unknown("split", split, SPLITS, f" of {name}")
    return Utterance(
        name.removesuffix(".wav"),
        audio.get(name, row["FileName"]),
        LABELS[code],
        split=SPLITS[split],
    )


corpus = Corpus(
    name="biic_podcast", title="BIIC-Podcast", languages=("zh-TW",), elicitation="natural",
    licence="end user licence agreement of the BIIC Lab, NTHU", redistributable="nothing",
    homepage="https://biic.ee.nthu.edu.tw/open_resource_detail.php?id=63",
    obtain="sign the end user licence agreement of the BIIC Lab, National Tsing Hua University, at "
    "https://biic.ee.nthu.edu.tw/open_resource_detail.php?id=63",
    citation=Citation(
        "upadhyay2023biicpodcast",
        "S. G. Upadhyay and W.-S. Chien and B.-H. Su and L. Goncalves and Y.-T. Wu and "
        "A. N. Salman and C. Busso and C.-C. Lee",
        "An intelligent infrastructure toward large scale naturalistic affective speech corpora "
        "collection",
        "International Conference on Affective Computing and Intelligent Interaction", 2023,
        "https://par.nsf.gov/biblio/10533016",
    ),
    utterances=None, speakers=None,
    splits=dict(train=None, dev=None, test=None),
    labels={
        "anger": "anger",
        "contempt": Remap(
            "other", "disgust", "none of the seven basic ones; 2024 habit: contempt as disgust",
        ),
        "disgust": "disgust", "fear": "fear", "happiness": "happiness", "neutral": "neutral",
        "sadness": "sadness", "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "Labels/labels_consensus.csv": "FileName,EmoClass,Split_Set\n"
            "BIIC-PODCAST_0001_0002_0003.wav,6,\n",
            "Audios/BIIC-PODCAST_0001_0002_0003.wav": "",
        },
        utterances=(Utterance(
            "BIIC-PODCAST_0001_0002_0003", "Audios/BIIC-PODCAST_0001_0002_0003.wav", "contempt",
        ),),
    ),
    problems=(
        "no speakers are read: without official splits, folds cannot keep voices apart",
        "written after an adapter of others, without sight of the files: tell us what differs",
    ),
    unverified=(
        "the label table: its name, columns and the numbers 0 to 7 of the labels",
        "speakers, dimensions (1 to 7 in a benchmark), votes and transcripts, which are not read",
        "the number of utterances, per label and per split; release 1.01 is the one in use",
    ),
    sources=(
        "https://biic.ee.nthu.edu.tw/research.php?id=168", "https://par.nsf.gov/biblio/10533016",
        "https://github.com/EMOsuperb/EMO-SUPERB-submission",
        "https://github.com/ag027592/Embracing-Multi-Label",
    ),
)  # fmt: skip
