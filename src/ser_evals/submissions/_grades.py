"""Which corpora may be published how: their records decide."""

from collections.abc import Mapping
from typing import Any

from ser_evals.corpora import Corpus
from ser_evals.errors import SerEvalsError
from ser_evals.runs import find_corpus


def grade_of(record: Mapping[str, Any], own: Mapping[str, Corpus]) -> tuple[str, Corpus]:
    """Return what may be published of a run's tested corpus, and its record.

    Raises:
        SerEvalsError: if nobody knows.
    """
    test = record["test"]
    corpus = find_corpus(test, own)
    if corpus is None:
        raise SerEvalsError(
            f"{test}: nobody knows what its licence allows: give the file that holds its record "
            f'(--corpora {test}.py, corpora=["{test}.py"])'
        )
    return corpus.redistributable, corpus
