from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.metrics._confusion import Floats, confusion, hits, mean_over, occurring, ratio


def macro_precision(
    references: Iterable[Any], predictions: Iterable[Any], *, labels: Sequence[Any] | None = None
) -> float:
    """Compute the unweighted mean of the classes' precisions.

    precision(c) = (rows with reference c and prediction c) / (rows with prediction c),
    0 for a class never predicted; averaged over the classes that references or predictions have

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes that may occur; one that does not occur stays out of the mean.

    Returns:
        Macro precision within [0, 1].

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.

    Example:
        >>> macro_precision([0, 0, 1, 1], [0, 0, 0, 1])
        0.8333333333333333
    """
    return float(from_confusion(confusion(references, predictions, labels=labels)))


def from_confusion(matrices: ArrayLike, classes: ArrayLike | None = None) -> Floats:
    """Compute macro precision (...) from confusion matrices (..., C, C).

    Args:
        matrices: counts, references by predictions.
        classes: the classes to average over (..., C); by default those that occur.
    """
    precisions = ratio(hits(matrices), np.asarray(matrices).sum(-2))
    return mean_over(precisions, occurring(matrices) if classes is None else classes)
