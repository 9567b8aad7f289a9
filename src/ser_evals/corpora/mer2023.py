"""MER2023: clips of Chinese films and television series, with four labelled parts."""

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

PARTS = {"train": "train", "test1": "test", "test2": "test", "test3": "test"}


def read(root: Path) -> Iterator[Utterance]:
    """Yield the rows of the label tables that are there."""
    paths = map(PurePosixPath, find_files(root, "*.avi|*.mp4|*.wav|*.flac"))
    audio = {f"{path.parent.name}/{path.stem}": str(path) for path in paths}
    tables = {part: find_files(root, f"*{part}-label.csv") for part in PARTS}
    if not any(tables.values()):
        raise FileNotFoundError("train-label.csv")
    rows = (row for part in PARTS for row in _rows(root, part, tables[part][:1], audio))
    return with_audio(root, rows, "*-label.csv")


def _rows(root: Path, part: str, tables: list[str], audio: dict[str, str]) -> Iterator[Utterance]:
    for table in tables:
        for row in read_rows(root / table):
            place = f"{part}/{row['name']}"
            path = audio.get(place, f"{place}.avi")
            yield Utterance(row["name"], path, row["discrete"], split=PARTS[part])


corpus = Corpus(
    name="mer2023", title="MER2023", languages=("zh",), elicitation="acted",
    licence="End User License Agreement, academic research only", redistributable="nothing",
    homepage="http://merchallenge.cn/mer2023",
    obtain="sign the End User License Agreement of MER2023, send it to "
    "merchallenge.contact@gmail.com; or accept the conditions of "
    "https://huggingface.co/datasets/MERChallenge/MER2023 (the folders train, test1, test2, test3 "
    "and the *-label.csv tables)",
    citation=Citation(
        "lian2023mer",
        "Z. Lian and H. Sun and L. Sun and K. Chen and M. Xu and K. Wang and K. Xu and Y. He and "
        "Y. Li and J. Zhao and Y. Liu and B. Liu and J. Yi and M. Wang and E. Cambria and "
        "G. Zhao and B. W. Schuller and J. Tao",
        "MER 2023: Multi-label Learning, Modality Robustness, and Semi-Supervised Learning",
        "ACM International Conference on Multimedia", 2023, "10.1145/3581783.3612836",
    ),
    utterances=5030, speakers=None, sampling_rate=44_100,
    counts=dict(angry=1208, happy=1038, neutral=1248, sad=730, surprise=190, worried=616),
    splits=dict(train=3373, test=1657),
    labels={
        "angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness",
        "surprise": "surprise",
        "worried": Remap("other", "other", "milder than fear; not in the 2024 paper"),
    },
    read=read,
    sample=Sample(
        files={
            "train-label.csv": "name,discrete,valence\nsample_00000001,worried,-1\n",
            "test-labels/test3-label.csv": "name,discrete\nsamplenew_00000002,happy\n",
            "train/sample_00000001.avi": "", "test3/samplenew_00000002.mp4": "",
        },
        utterances=(
            Utterance("sample_00000001", "train/sample_00000001.avi", "worried", split="train"),
            Utterance("samplenew_00000002", "test3/samplenew_00000002.mp4", "happy", split="test"),
        ),
    ),
    problems=(
        "no speakers are given: folds cannot keep them apart",
        "the test split joins test1 (411), test2 (412, noise added) and test3 (834, from the "
        "semi-supervised track); published results are of one of them each",
        "music and other voices of the films may be in the audio",
        "sampling rates differ: 44.1 kHz in 3822 files, 48 kHz in 796, 16 kHz in 412",
        "the unlabelled part of the corpus is not read",
    ),
    unverified=("the range of the column valence, which is not read", "the speakers"),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://github.com/zeroQiaoba/MERTools",
        "https://ar5iv.labs.arxiv.org/html/2304.08981",
        "https://aifasthub.com/datasets/MERChallenge/MER2023",
    ),
)  # fmt: skip
