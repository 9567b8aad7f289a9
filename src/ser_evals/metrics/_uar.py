from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.metrics._confusion import Floats, confusion, mean_over
from ser_evals.metrics._recall_per_class import recalls


def uar(
    references: Iterable[Any], predictions: Iterable[Any], *, labels: Sequence[Any] | None = None
) -> float:
    """Compute the unweighted average recall: the mean of the recalls of all classes.

    UAR = 1/|C| * sum over c in C of recall(c),  C = the classes that the references have

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes that may occur; anything else is an error. One of them that the
            references lack has no recall and stays out of the mean, as without `labels`.

    Returns:
        UAR within [0, 1]; 1/|C| is chance.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.

    Source:
        Schuller, Steidl and Batliner, "The INTERSPEECH 2009 Emotion Challenge", Interspeech 2009.

    Example:
        >>> uar([0, 0, 1, 1], [0, 0, 1, 2])
        0.75
    """
    return float(from_confusion(confusion(references, predictions, labels=labels)))


def from_confusion(matrices: ArrayLike, classes: ArrayLike | None = None) -> Floats:
    """Compute UAR (...) from confusion matrices (..., C, C).

    Args:
        matrices: counts, references by predictions.
        classes: leave out the classes that are not marked here (..., C).
    """
    present = np.asarray(matrices).sum(-1) > 0
    return mean_over(recalls(matrices), present if classes is None else present & classes)
