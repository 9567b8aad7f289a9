"""MELD: utterances of the television series Friends, in their dialogues (Poria et al., 2019)."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Sample,
    Utterance,
    find_files,
    read_rows,
    with_audio,
)

FOLDERS = {"train": "train_splits", "dev": "dev_splits_complete"}
FOLDERS |= {"test": "output_repeated_splits_test"}
BROKEN = {
    "train/dia125_utt3": "the file cannot be decoded",
    "dev/dia110_utt7": "the file is missing from the release",
}
# Some copies of the tables hold bytes of Windows-1252 as if they were Latin-1.
MENDED = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def read(root: Path) -> Iterator[Utterance]:
    """Yield the rows of the three tables."""
    paths = map(PurePosixPath, find_files(root, "*.mp4|*.wav|*.flac"))
    audio = {f"{path.parent.name}/{path.stem}": str(path) for path in paths}
    rows = (row for split in FOLDERS for row in _rows(root, split, audio))
    return with_audio(root, rows, "*_sent_emo.csv")


def _rows(root: Path, split: str, audio: dict[str, str]) -> Iterator[Utterance]:
    tables = find_files(root, f"*{split}_sent_emo.csv")
    if not tables:
        raise FileNotFoundError(f"{split}_sent_emo.csv")
    for row in read_rows(root / tables[0]):
        name = f"dia{row['Dialogue_ID']}_utt{row['Utterance_ID']}"
        if f"{split}/{name}" in BROKEN:
            continue
        place = f"{FOLDERS[split]}/{name}"
        yield Utterance(
            f"{split}/{name}",
            audio.get(place, f"{place}.mp4"),
            row["Emotion"],
            speaker=row["Speaker"].translate(MENDED),
            text=row["Utterance"].translate(MENDED),
            split=split,
        )


HEAD = "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season,Episode\n"

corpus = Corpus(
    name="meld", title="MELD", languages=("en-US",), elicitation="acted",
    licence="GPL-3.0 for the labels; the clips are cut from a television series",
    redistributable="labels",
    homepage="https://affective-meld.github.io",
    obtain="http://web.eecs.umich.edu/~mihalcea/downloads/MELD.Raw.tar.gz, with train.tar.gz, "
    "dev.tar.gz and test.tar.gz inside unpacked too",
    citation=Citation(
        "poria2019meld",
        "S. Poria and D. Hazarika and N. Majumder and G. Naik and E. Cambria and R. Mihalcea",
        "MELD: a multimodal multi-party dataset for emotion recognition in conversations",
        "Annual Meeting of the Association for Computational Linguistics", 2019,
        "10.18653/v1/P19-1050",
    ),
    utterances=13_706, speakers=304, sampling_rate=48_000,
    counts={
        **dict(anger=1607, disgust=361, fear=358, joy=2308),
        **dict(neutral=6434, sadness=1002, surprise=1636),
    },
    splits=dict(train=9988, dev=1108, test=2610),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "joy": "happiness",
        "neutral": "neutral", "sadness": "sadness", "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "train_sent_emo.csv": f'{HEAD}1,"Well, it\x92s late.",Ross,joy,positive,0,0,1,1\n'
            "2,Never seen.,Ross,neutral,neutral,125,3,1,1\n",
            "dev_sent_emo.csv": f"{HEAD}1,Is it?,Monica,surprise,negative,0,0,1,2\n",
            "test_sent_emo.csv": f"{HEAD}1,It is.,Dr. Green,anger,negative,0,0,1,3\n",
            "train_splits/dia0_utt0.mp4": "", "dev_splits_complete/dia0_utt0.mp4": "",
            "output_repeated_splits_test/dia0_utt0.mp4": "",
            "output_repeated_splits_test/final_videos_testdia0_utt0.mp4": "",
        },
        utterances=(
            Utterance(
                "train/dia0_utt0", "train_splits/dia0_utt0.mp4", "joy", speaker="Ross",
                text="Well, it’s late.", split="train",
            ),
            Utterance(
                "dev/dia0_utt0", "dev_splits_complete/dia0_utt0.mp4", "surprise", speaker="Monica",
                text="Is it?", split="dev",
            ),
            Utterance(
                "test/dia0_utt0", "output_repeated_splits_test/dia0_utt0.mp4", "anger",
                speaker="Dr. Green", text="It is.", split="test",
            ),
        ),
    ),
    broken=BROKEN,
    problems=(
        "names of clips repeat between the splits: the runs of the 2024 paper lost 784 clips to it",
        "the main characters speak in all three splits: scores are not speaker-independent",
        "no session is given: the six main characters join nearly all dialogues into one group",
        "some speakers go by two names (Dr. Ledbetter, Dr. Leedbetter), some are groups (All)",
        "the laughter and music of the series are in the audio",
        "the sex of the speakers is not documented",
    ),
    sources=(
        "https://github.com/declare-lab/MELD", "https://github.com/emo-box/EmoBox",
        "https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion",
    ),
)  # fmt: skip
