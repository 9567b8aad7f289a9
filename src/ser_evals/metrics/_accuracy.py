from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.metrics._confusion import Floats, confusion, hits, ratio


def accuracy(
    references: Iterable[Any], predictions: Iterable[Any], *, labels: Sequence[Any] | None = None
) -> float:
    """Compute the share of rows whose prediction is the reference, "weighted accuracy" (WA) in SER.

    WA = (rows with prediction = reference) / (all rows)

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes that may occur; anything else is an error.

    Returns:
        Accuracy within [0, 1].

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.

    Example:
        >>> accuracy(["anger", "anger", "fear", "fear"], ["anger", "anger", "anger", "fear"])
        0.75
    """
    return float(from_confusion(confusion(references, predictions, labels=labels)))


def from_confusion(matrices: ArrayLike, classes: ArrayLike | None = None) -> Floats:
    """Compute accuracy (...) from confusion matrices (..., C, C); every class counts."""
    return ratio(hits(matrices).sum(-1), np.asarray(matrices).sum((-2, -1)))
