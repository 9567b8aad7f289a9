"""FAU Aibo: German children and a robot dog, chunks of the Interspeech 2009 Emotion Challenge."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Task,
    Utterance,
    filled,
    find_files,
    with_audio,
)
from ser_evals.errors import SerEvalsError, unknown

LABELS = {"A": "anger", "E": "emphatic", "N": "neutral", "P": "positive", "R": "rest"}
DEV = ("Ohm_31", "Ohm_32")


def read(root: Path) -> Iterator[Utterance]:
    """Yield the chunks of the five-class table, each with its label of the two-class task."""
    audio = {PurePosixPath(path).stem: path for path in find_files(root)}
    two = {name: rest for name, *rest in _rows(root, "chunk_labels_2cl_corpus.txt")}
    five = _rows(root, "chunk_labels_5cl_corpus.txt")
    return with_audio(root, (_chunk(*row, audio, two) for row in five), "chunk_labels_5cl_corpus")


def _chunk(name: str, code: str, share: float, audio: dict[str, str], two: dict) -> Utterance:
    if code not in LABELS:
        raise unknown("label", code, LABELS, f" of {name}")
    if name not in two:
        raise SerEvalsError(f"{name} has no line in chunk_labels_2cl_corpus.txt; complete it")
    school, child = name.split("_")[:2]
    speaker = f"{school}_{child}"
    if school not in ("Ohm", "Mont"):
        raise unknown("school", school, ("Ohm", "Mont"), f" of {name}")
    label, sureness = two[name]
    return Utterance(
        name,
        audio.get(name, f"{name}.wav"),
        LABELS[code],
        speaker=speaker,
        split="test" if school == "Mont" else "dev" if speaker in DEV else "train",
        confidence=share,
        tasks={"fau_aibo_2cl": label},
        task_confidence={"fau_aibo_2cl": sureness},
    )


def _rows(root: Path, table: str) -> list[tuple[str, str, float]]:
    """Return id, label and confidence of each line of a table, wherever it lies."""
    found = find_files(root, f"*{table}")
    if not found:
        raise FileNotFoundError(table)
    lines = filled(root / found[0]).read_text(encoding="utf-8").splitlines()
    rows = []
    for line in filter(str.strip, lines):
        try:
            name, label, share = line.split()
            rows.append((name, label, float(share)))
        except ValueError:
            expected = "expected id, label and confidence, a number"
            raise SerEvalsError(f"{found[0]}: {line!r}: {expected}") from None
    return rows


corpus = Corpus(
    name="fau_aibo", title="FAU Aibo Emotion Corpus", languages=("de",), elicitation="elicited",
    licence="academic licence of FAU Erlangen-Nürnberg, signed", redistributable="nothing",
    homepage="https://www5.cs.fau.de/en/our-team/steidl-stefan/fau-aibo-emotion-corpus/",
    obtain="ask the Pattern Recognition Lab of FAU Erlangen-Nürnberg for the licence agreement "
    "(https://www5.cs.fau.de); the folder holds wav and labels/IS2009EmotionChallenge",
    citation=Citation(
        "schuller2009fauaibo", "B. Schuller and S. Steidl and A. Batliner",
        "The Interspeech 2009 Emotion Challenge", "Interspeech", 2009,
        "10.21437/Interspeech.2009-103",
    ),
    utterances=18_216, speakers=51, sampling_rate=16_000,
    counts=dict(anger=1492, emphatic=3601, neutral=10967, positive=889, rest=1267),
    splits=dict(train=None, dev=None, test=8257),
    labels={
        "anger": "anger",
        "emphatic": Remap(
            "other", "other", "a pronounced way of speaking, no emotion; not in the 2024 paper",
        ),
        "neutral": "neutral",
        "positive": Remap(
            "other", "happiness", "mostly motherese, some joy; not in the 2024 paper",
        ),
        "rest": Remap("other", "other", "all other states; not in the 2024 paper"),
    },
    tasks={
        "fau_aibo_5cl": Task(
            tuple(LABELS), {label: code for code, label in LABELS.items()},
            "five-class task of the Interspeech 2009 Emotion Challenge",
        ),
        "fau_aibo_2cl": Task(
            ("IDL", "NEG"), {"IDL": "IDL", "NEG": "NEG"},
            "two-class task of the Interspeech 2009 Emotion Challenge: idle or negative",
        ),
    },
    read=read,
    sample=Sample(
        files={
            "wav/Mont_02_011_00.wav": "", "wav/Mont_02_011_01.wav": "",
            "labels/IS2009EmotionChallenge/chunk_labels_5cl_corpus.txt": "Mont_02_011_00 E 0.6\n"
            "Mont_02_011_01 P 1\n",
            "labels/IS2009EmotionChallenge/chunk_labels_2cl_corpus.txt": "Mont_02_011_00 NEG 0.8\n"
            "Mont_02_011_01 IDL 1\n",
        },
        utterances=(
            Utterance(
                "Mont_02_011_00", "wav/Mont_02_011_00.wav", "emphatic", speaker="Mont_02",
                split="test", confidence=0.6, tasks={"fau_aibo_2cl": "NEG"},
                task_confidence={"fau_aibo_2cl": 0.8},
            ),
            Utterance(
                "Mont_02_011_01", "wav/Mont_02_011_01.wav", "positive", speaker="Mont_02",
                split="test", confidence=1.0, tasks={"fau_aibo_2cl": "IDL"},
                task_confidence={"fau_aibo_2cl": 1.0},
            ),
        ),
    ),
    problems=(
        "the challenge has no development set: dev is Ohm_31 and Ohm_32, as in later work; "
        "train and dev together are the school Ohm, 9959 chunks",
        "two-class labels are apart from the five-class ones: NEG 5823, IDL 12,393",
        "confidence is that of the five-class label, under fau_aibo_2cl that of the two-class one",
        "the label files do not say the children's sex",
    ),
    unverified=(
        "the number of chunks in dev, and so in train",
        "what the licence agreement is called",
    ),
    sources=("https://arxiv.org/abs/2508.02448", "https://github.com/autrainer/autrainer"),
)  # fmt: skip
