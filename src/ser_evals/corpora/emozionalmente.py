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
    """Read samples, who acted them, and what the raters of each heard."""
    tables = find_files(root, "samples.csv|*/samples.csv")
    if not tables:
        raise FileNotFoundError("samples.csv")
    folder = PurePosixPath(tables[0]).parent
    try:
        users = {row["username"]: row for row in read_rows(root / folder / "users.csv")}
        votes = defaultdict(list)
        for row in read_rows(root / folder / "evaluations.csv"):
            votes[row["file_name"]].append((row["emotion_recognized"], row["evaluator"]))
        audio = {PurePosixPath(path).name: path for path in find_files(root)}
        samples = read_rows(root / tables[0])
        rows = [_utterance(row, users, votes[row["file_name"]], audio) for row in samples]
    except KeyError as error:
        raise SerEvalsError(f"the tables in {root / folder} lack {error}; get them again") from None
    yield from with_audio(root, rows, tables[0])


def _utterance(
    row: dict[str, str],
    users: dict[str, dict[str, str]],
    votes: list[tuple[str, str]],
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
    labels={emotion: emotion for emotion in EMOTIONS}
    | {"joy": "happiness", "neutrality": "neutral"},
    read=read,
    sample=Sample(
        files={
            "audio/1614951631538.wav": "",
            "metadata/samples.csv": "file_name,sentence,sentence_language,actor,emotion_expressed\n"
            "1614951631538.wav,Il treno parte,italian,d4bb,anger\n",
            "metadata/users.csv": "username,gender,age,mother_tongue\nd4bb,female,30,italian\n",
            "metadata/evaluations.csv": "file_name,evaluator,audio_quality,emotion_recognized\n"
            "1614951631538.wav,9a82,good,anger\n1614951631538.wav,f4d0,good,disgust\n",
        },
        utterances=(Utterance(
            "1614951631538", "audio/1614951631538.wav", "anger", speaker="d4bb", sex="female",
            sentence="Il treno parte", text="Il treno parte", confidence=0.5,
            votes=("anger", "disgust"), raters=("9a82", "f4d0"),
        ),),
    ),
    problems=(
        "150 files are sampled at 44.1 kHz",
        "release 1.1 brings an official split by speaker, which is not read",
        "recorded by the actors themselves, mostly with non-professional equipment",
    ),
    unverified=("name and columns of the table with the official split",),
    sources=(
        "https://github.com/audeering/datasets", "https://github.com/emo-box/EmoBox",
        "https://zenodo.org/records/6569824/latest",
    ),
)  # fmt: skip
