"""Train and test indices inside a corpus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ser_evals.errors import SerEvalsError
from ser_evals.protocols._record import Protocol
from ser_evals.splits import folds


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

    Args:
        rows: of the corpus, with "split", "group" and "emotion".
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
    official = np.array([row["split"] or "" for row in rows])
    if (official == "test").any():
        return [
            Fold(
                "official", np.flatnonzero(official == "train"), np.flatnonzero(official == "test")
            )
        ]
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
    official = np.array([row["split"] or "" for row in rows])
    return (
        np.flatnonzero(official == "train") if (official == "test").any() else np.arange(len(rows))
    )
