"""Emozionalmente: Italian sentences acted and judged by a crowd (Catania et al., TASLP 2025)."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Download,
    Sample,
    Utterance,
    find_files,
    read_rows,
    with_audio,
)
from ser_evals.errors import SerEvalsError

EMOTIONS = ("anger", "disgust", "fear", "joy", "neutrality", "sadness", "surprise")
SEXES = {"female": "female", "male": "male"}


def read(root: Path) -> Iterator[Utterance]:
    """Read samples, who acted them, what the raters of each heard, and the official split."""
    tables = find_files(root, "samples.csv|*/samples.csv")
    if not tables:
        raise FileNotFoundError("samples.csv")
    folder = PurePosixPath(tables[0]).parent
    try:
        users = {row["username"]: row for row in read_rows(root / folder / "users.csv")}
        votes = defaultdict(list)
        for row in read_rows(root / folder / "evaluations.csv"):
            votes[row["file_name"]].append((row["emotion_recognized"], row["evaluator"]))
        splits = _splits(root / folder / "split")
        audio = {PurePosixPath(path).name: path for path in find_files(root)}
        samples = read_rows(root / tables[0])
        rows = [_utterance(row, users, votes[row["file_name"]], splits, audio) for row in samples]
    except KeyError as error:
        raise SerEvalsError(f"the tables in {root / folder} lack {error}; get them again") from None
    yield from with_audio(root, rows, tables[0])


def _splits(folder: Path) -> dict[str, str]:
    """Return file name -> official split: of none, where the release has no such tables."""
    tables = {split: folder / f"{split}.csv" for split in ("train", "dev", "test")}
    if not any(table.is_file() for table in tables.values()):
        return {}
    found: dict[str, str] = {}
    for split, table in tables.items():
        for row in read_rows(table):
            first = found.setdefault(name := row["file_name"], split)
            if first != split:
                raise SerEvalsError(
                    f"{name} is in {first}.csv and in {split}.csv of {folder}: expected one "
                    "official split for each file; get the tables again"
                )
    return found


def _utterance(
    row: dict[str, str],
    users: dict[str, dict[str, str]],
    votes: list[tuple[str, str]],
    splits: dict[str, str],
    audio: dict[str, str],
) -> Utterance:
    name, label = row["file_name"], row["emotion_expressed"]
    heard = tuple(emotion for emotion, _ in votes)
    return Utterance(
        PurePosixPath(name).stem,
        audio.get(name, f"audio/{name}"),
        label,
        speaker=row["actor"],
        sex=SEXES.get(users[row["actor"]]["gender"]),
        sentence=row["sentence"],
        text=row["sentence"],
        split=splits.get(name),
        confidence=heard.count(label) / len(heard) if heard else None,
        votes=heard,
        raters=tuple(rater for _, rater in votes),
    )


corpus = Corpus(
    name="emozionalmente", title="Emozionalmente", languages=("it",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://zenodo.org/records/12616095",
    obtain="https://zenodo.org/records/12616095",
    downloads=(Download(
        "https://zenodo.org/records/12616095/files/emozionalmente.zip?download=1",
        checksum="md5:398c6502dd2b0e1e810f927c12897547", strip=1, name="emozionalmente.zip",
    ),),
    citation=Citation(
        "catania2025emozionalmente", "F. Catania and J. W. Wilke and F. Garzotto",
        "Emozionalmente: A Crowdsourced Corpus of Simulated Emotional Speech in Italian",
        "IEEE Transactions on Audio, Speech and Language Processing", 2025,
        "10.1109/TASLPRO.2025.3540662", kind="article",
    ),
    utterances=6902, speakers=431, sampling_rate=16_000,
    counts=dict.fromkeys(EMOTIONS, 986),
    splits=dict(train=4366, dev=1202, test=1334),
    labels={emotion: emotion for emotion in EMOTIONS}
    | {"joy": "happiness", "neutrality": "neutral"},
    read=read,
    sample=Sample(
        files={
            "audio/1614951631538.wav": "", "audio/1613655062436.wav": "",
            "metadata/samples.csv": "file_name,sentence,sentence_language,actor,emotion_expressed\n"
            "1614951631538.wav,Il treno parte,italian,d4bb,anger\n"
            "1613655062436.wav,Il treno parte,italian,07c1,joy\n",
            "metadata/users.csv": "username,gender,age,mother_tongue\nd4bb,female,30,italian\n"
            "07c1,male,41,italian\n",
            "metadata/evaluations.csv": "file_name,evaluator,audio_quality,emotion_recognized\n"
            "1614951631538.wav,9a82,good,anger\n1614951631538.wav,f4d0,good,disgust\n",
            "metadata/split/train.csv": "file_name,emotion_expressed\n1614951631538.wav,anger\n",
            "metadata/split/dev.csv": "file_name,emotion_expressed\n",
            "metadata/split/test.csv": "file_name,emotion_expressed\n1613655062436.wav,joy\n",
        },
        utterances=(
            Utterance(
                "1614951631538", "audio/1614951631538.wav", "anger", speaker="d4bb", sex="female",
                sentence="Il treno parte", text="Il treno parte", split="train", confidence=0.5,
                votes=("anger", "disgust"), raters=("9a82", "f4d0"),
            ),
            Utterance(
                "1613655062436", "audio/1613655062436.wav", "joy", speaker="07c1", sex="male",
                sentence="Il treno parte", text="Il treno parte", split="test",
            ),
        ),
    ),
    problems=(
        "150 files are sampled at 44.1 kHz",
        "the official split, by speaker, came with release 1.1: an older copy is read without it",
        "recorded by the actors themselves, mostly with non-professional equipment",
    ),
    unverified=(
        "names and columns of the tables with the official split, and the size of its parts: "
        "established from one public loader",
    ),
    sources=(
        "https://github.com/audeering/datasets", "https://github.com/emo-box/EmoBox",
        "https://github.com/itoten/espnet", "https://zenodo.org/records/6569824/latest",
    ),
)  # fmt: skip
