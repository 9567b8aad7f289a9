from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._classes import Indices, as_list, encode, factorize, in_order


def encode_pair(
    references: Iterable[Any],
    predictions_a: Iterable[Any],
    predictions_b: Iterable[Any],
    labels: Sequence[Any] | None,
) -> tuple[Indices, Indices, Indices, tuple[Hashable, ...]]:
    """Return references and two systems' predictions as class indices, and the classes.

    Raises:
        SerEvalsError: as `encode`, and says which of the two systems it is about.
    """
    true = as_list(references, "references")
    guesses = {"predictions_a": predictions_a, "predictions_b": predictions_b}
    pairs = [encode(true, guess, labels, ("references", n)) for n, guess in guesses.items()]
    classes = in_order({*pairs[0][2], *pairs[1][2]}) if labels is None else pairs[0][2]
    position = {name: i for i, name in enumerate(classes)}
    maps = [np.array([position[name] for name in own]) for _, _, own in pairs]
    (ids, a, _), (_, b, _) = pairs
    return maps[0][ids], maps[0][a], maps[1][b], classes


def twice(values: Iterable[Any] | None, rows: int, name: str) -> Indices | None:
    """Return the index of each row's value, once for the rows of A and once for those of B."""
    if values is None:
        return None
    found = as_list(values, name)
    if len(found) != rows:
        raise SerEvalsError(f"{name}: expected one for each of the {rows} rows, found {len(found)}")
    return np.tile(factorize(found, name)[0], 2)


def variance_of_pairs(
    gradient: NDArray[np.float64], seed: Indices, true: Indices, a: Indices, b: Indices
) -> NDArray[np.float64]:
    """Return the variance (C,) of each class's part of a difference, if it had one utterance.

    Args:
        gradient: of the difference by the counts (2 S, C, C), A's seeds first.
        seed: of each row, below S.
        true: the class of each row.
        a: A's prediction for each row.
        b: B's prediction for each row.
    """
    seeds, size = len(gradient) // 2, gradient.shape[-1]
    influence = gradient[seed, true, a] + gradient[seed + seeds, true, b]
    cell, length = seed * size + true, seeds * size
    count = np.bincount(cell, minlength=length)
    mean = np.bincount(cell, influence, length) / np.maximum(count, 1)
    square = np.bincount(cell, (influence - mean[cell]) ** 2, length)
    return (square * count).reshape(seeds, size).mean(0) * seeds**2
