from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._classes import Indices, as_list, encode, factorize, in_order, same_length
from ser_evals.metrics._prior import Floats, as_scores

TOLERANCE = 1e-3


def as_probabilities(values: ArrayLike) -> Floats:
    """Return probabilities (N, C) within [0, 1] of which each row sums to 1.

    Raises:
        SerEvalsError: another shape, NaN, a negative number, or a row with another sum.
    """
    found = as_scores(values, "probabilities")
    for row in np.flatnonzero((found < 0).any(1))[:1]:
        raise SerEvalsError(
            f"probabilities has {found[row].min():g} at row {row}: are these logits?"
        )
    sums = found.sum(1)
    for row in np.flatnonzero(np.abs(sums - 1) > TOLERANCE)[:1]:
        raise SerEvalsError(f"probabilities do not sum to one: row {row} sums to {sums[row]:.4g}")
    return found


def as_columns(references: Iterable[Any], scores: Floats, labels: Sequence[Any] | None) -> Indices:
    """Return which column of scores (N, C) each row's reference is.

    Args:
        references: the true class of each row, ints or strings.
        scores: one column for each class.
        labels: the classes in the order of the columns. By default ints are taken to be columns,
            and strings, which must then all occur, to be in alphabetical order.
    """
    true, width = as_list(references, "references"), scores.shape[1]
    same_length(references=true, scores=list(scores))
    if labels is None:
        names = factorize(true, "references")[1]
        labels = in_order(set(names)) if isinstance(names[0], str) else range(width)
    if len(labels) != width:
        raise SerEvalsError(
            f"labels: expected the classes of the {width} columns in order, found {list(labels)}"
        )
    return encode(true, true, labels)[0]
