from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.metrics._confusion import Floats, confusion, ratio
from ser_evals.metrics._macro_f1 import f1_scores


def weighted_f1(
    references: Iterable[Any], predictions: Iterable[Any], *, labels: Sequence[Any] | None = None
) -> float:
    """Compute the mean of the classes' F1 scores, weighted by how often the references have each.

    weighted F1 = sum over c of n(c) / n * F1(c),  n(c) = rows with reference c

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes that may occur; anything else is an error.

    Returns:
        Weighted F1 within [0, 1].

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.

    Example:
        >>> weighted_f1([0, 0, 1, 1], [0, 0, 0, 0])
        0.3333333333333333
    """
    return float(from_confusion(confusion(references, predictions, labels=labels)))


def from_confusion(matrices: ArrayLike, classes: ArrayLike | None = None) -> Floats:
    """Compute weighted F1 (...) from confusion matrices (..., C, C); every class counts."""
    support = np.asarray(matrices).sum(-1)
    return ratio((f1_scores(matrices) * support).sum(-1), support.sum(-1))
