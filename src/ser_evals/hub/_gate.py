"""What may leave this machine of a corpus, looked at once more just before it does."""

import json
from fnmatch import fnmatchcase
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ser_evals.corpora import Corpus
from ser_evals.errors import SerEvalsError
from ser_evals.sharing import publishable

ALWAYS = ("README.md", "eval.yaml", ".ser_evals.json")
SHARDS = "*/*-[0-9][0-9][0-9][0-9][0-9]-of-[0-9][0-9][0-9][0-9][0-9].parquet"


def check(corpus: Corpus, files: dict[str, Path]) -> None:
    """Refuse files that the licence of a corpus does not let out.

    It does not ask what made them: names are on an allow list, and the columns of every shard are
    read from the shard itself.

    Args:
        corpus: record.
        files: path in the repository to file, all that is going to be pushed.

    Raises:
        SerEvalsError: for the first file that may not leave, and if the folder is not finished.
    """
    for path, file in files.items():
        if path in ALWAYS:
            continue
        if not fnmatchcase(path, SHARDS):
            raise _stopped(corpus, f"{path} is no part of a corpus's repository")
        if corpus.redistributable == "nothing":
            raise _stopped(corpus, f"{path} holds rows, and no row may be published")
        held = set(_columns(corpus, file, path)) - set(publishable(corpus))
        if held:
            raise _stopped(corpus, f"{path} holds the column {min(held)!r}")
    _check_finished(corpus, files)


def _columns(corpus: Corpus, file: Path, path: str) -> list[str]:
    try:
        return pq.read_schema(file).names
    except (OSError, pa.ArrowInvalid) as error:
        raise _stopped(corpus, f"{path} cannot be read as Parquet") from error


def _check_finished(corpus: Corpus, files: dict[str, Path]) -> None:
    try:
        facts = json.loads(files[".ser_evals.json"].read_text(encoding="utf-8"))
        told = (facts["corpus"], facts["record"], facts["published"], facts["complete"])
    except (KeyError, OSError, ValueError, TypeError):
        told = ()
    if told != (corpus.name, corpus.version, corpus.redistributable, True):
        raise _stopped(corpus, "the folder is not what was prepared of this record")


def _stopped(corpus: Corpus, why: str) -> SerEvalsError:
    return SerEvalsError(
        f"{corpus.name} is not pushed: {why}; its licence is {corpus.licence!r} and its grade "
        f"{corpus.redistributable!r}"
    )
