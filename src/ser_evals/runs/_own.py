"""Corpora that only the user has a record of."""

import shlex
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ser_evals.corpora import Corpus, get_corpus, list_corpora
from ser_evals.errors import SerEvalsError

RECORD = ".py"


def known_corpora(given: Iterable[str | Path]) -> dict[str, Corpus]:
    """Return the records of a user's own corpora by name.

    Args:
        given: paths of Python files that define `corpus`.
    """
    return {record.name: record for record in map(get_corpus, given)}


def find_corpus(name: str, own: Mapping[str, Corpus]) -> Corpus | None:
    """Return a corpus's record, the user's own first, or None where there is none."""
    if name in own:
        return own[name]
    return get_corpus(name) if name in list_corpora() else None


def named_in(command: str) -> dict[str, Corpus]:
    """Return the records that a command line names by the paths of their files.

    They are run: only for the command line of a run that was made here.
    """
    found: dict[str, Corpus] = {}
    for word in shlex.split(command):
        for part in word.split("+"):
            if part.endswith(RECORD):
                with suppress(SerEvalsError):
                    found |= known_corpora([part])
    return found
