"""Train and test indices inside a corpus."""

import functools
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ser_evals.errors import SerEvalsError
from ser_evals.protocols._record import Protocol
from ser_evals.splits import folds

log = logging.getLogger("ser_evals")


AT_RANDOM = "random split over utterances"
BY_GROUPS = "folds over groups"
OFFICIAL = "official split"
OUTSIDE = "utterances are in neither part"
UNUSED = f"the official split is not used, but {BY_GROUPS}"
NO_TRAINING = "nothing that is used here is in its training part"
GROUPS = "speakers or groups"
SHARED = "are in its training and in its test part"
DIVISIONS = (
    rf"{AT_RANDOM}|{BY_GROUPS}|{OFFICIAL}(, \d{{1,9}} {OUTSIDE})?"
    rf"|{UNUSED}: ({NO_TRAINING}|\d{{1,9}} {GROUPS}, {SHARED})"
)
"""Pattern of all that is said of a division, without the speaker or group that it names."""
EXAMPLE = re.compile(r", such as .*?, are in")


@dataclass(frozen=True)
class Fold:
    """One division of a corpus.

    Args:
        name: "0", "1" ..., or "official".
        train: indices of rows to train on.
        test: indices of rows to predict.
    """

    name: str
    train: np.ndarray
    test: np.ndarray


def divide(rows: Sequence[Mapping[str, Any]], protocol: Protocol) -> list[Fold]:
    """Divide a corpus for an in-domain test.

    An official split is used where no group is on both of its sides: its part "dev" is neither
    trained on nor tested. Otherwise there are folds over the groups, and a warning says why.

    Args:
        rows: of the corpus, with "corpus", "split", "group" and "emotion".
        protocol: which kind of split, how many folds.

    Returns:
        Folds in which every row is tested at most once.

    Raises:
        SerEvalsError: if the groups cannot be divided.
    """
    if protocol.split == "utterances":
        order = np.random.default_rng(0).permutation(len(rows))
        tested = max(1, round(protocol.test_share * len(rows)))
        if tested == len(rows):
            raise SerEvalsError(f"{len(rows)} utterance cannot be divided into training and test")
        return [Fold("0", np.sort(order[tested:]), np.sort(order[:tested]))]
    if (official := _official(rows)) is not None:
        return [official]
    number = folds(
        [row["group"] for row in rows],
        [row["emotion"] for row in rows],
        n_folds=protocol.n_folds,
    )
    return [
        Fold(str(k), np.flatnonzero(number != k), np.flatnonzero(number == k))
        for k in range(int(number.max()) + 1)
    ]


def training_part(rows: Sequence[Mapping[str, Any]], protocol: Protocol) -> np.ndarray:
    """Return the indices that a zero-shot head is trained on."""
    if protocol.split == "utterances":
        return divide(rows, protocol)[0].train
    official = _official(rows)
    return np.arange(len(rows)) if official is None else official.train


def said_of_split(rows: Sequence[Mapping[str, Any]], protocol: Protocol) -> str:
    """Return what must be known of the division of a corpus, in one line."""
    if protocol.split == "utterances":
        return AT_RANDOM
    official, why = _examine(rows)
    if official is None:
        return f"{UNUSED}: {why}" if why else BY_GROUPS
    outside = len(rows) - len(official.train) - len(official.test)
    left_out = f", {outside} {OUTSIDE}" if outside else ""
    return f"{OFFICIAL}{left_out}"


def without_example(text: str) -> str:
    """Return what is said of a division without the speaker or group that it names.

    Example:
        >>> without_example("2 speakers or groups, such as f01, are in its test part")
        '2 speakers or groups, are in its test part'
    """
    return EXAMPLE.sub(", are in", text)


def _official(rows: Sequence[Mapping[str, Any]]) -> Fold | None:
    """Return the official split, or None where there is none that keeps groups apart."""
    official, why = _examine(rows)
    if why:
        _warn(str(rows[0].get("corpus", "a corpus")), why)
    return official


def _examine(rows: Sequence[Mapping[str, Any]]) -> tuple[Fold | None, str]:
    """Return the official split, or why it is not used."""
    split = np.array([row["split"] or "" for row in rows])
    train, test = np.flatnonzero(split == "train"), np.flatnonzero(split == "test")
    if not len(test):
        return None, ""
    if not len(train):
        return None, NO_TRAINING
    shared = {rows[i]["group"] for i in train} & {rows[i]["group"] for i in test}
    if shared:
        some = f"{len(shared)} {GROUPS}, such as {min(map(str, shared))}"
        return None, f"{some}, {SHARED}"
    return Fold("official", train, test), ""


@functools.cache
def _warn(corpus: str, why: str) -> None:
    """Say so once per process: every training set asks again."""
    log.warning("%s: %s: %s", corpus, UNUSED, why)
