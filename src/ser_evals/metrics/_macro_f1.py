from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.metrics._confusion import Floats, confusion, hits, mean_over, occurring, ratio


def macro_f1(
    references: Iterable[Any], predictions: Iterable[Any], *, labels: Sequence[Any] | None = None
) -> float:
    """Compute the unweighted mean of the classes' F1 scores.

    F1(c) = 2 TP(c) / (2 TP(c) + FP(c) + FN(c)),
    averaged over the classes that references or predictions have, as scikit-learn does

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes that may occur; one that does not occur stays out of the mean.

    Returns:
        Macro F1 within [0, 1].

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.

    Example:
        >>> macro_f1([0, 0, 1, 1], [0, 0, 0, 0])
        0.3333333333333333
    """
    return float(from_confusion(confusion(references, predictions, labels=labels)))


def from_confusion(matrices: ArrayLike, classes: ArrayLike | None = None) -> Floats:
    """Compute macro F1 (...) from confusion matrices (..., C, C).

    Args:
        matrices: counts, references by predictions.
        classes: the classes to average over (..., C); by default those that occur.
    """
    return mean_over(f1_scores(matrices), occurring(matrices) if classes is None else classes)


def f1_scores(matrices: ArrayLike) -> Floats:
    """Compute F1 (..., C) of each class; 0 for a class that does not occur."""
    matrices = np.asarray(matrices)
    return ratio(2 * hits(matrices), matrices.sum(-1) + matrices.sum(-2))
