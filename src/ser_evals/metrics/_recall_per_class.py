from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.metrics._classes import encode
from ser_evals.metrics._confusion import Floats, hits, ratio, tally


def recall_per_class(
    references: Iterable[Any], predictions: Iterable[Any], *, labels: Sequence[Any] | None = None
) -> dict[Hashable, float]:
    """Compute the share of each class's references that were predicted as that class.

    recall(c) = (rows with reference c and prediction c) / (rows with reference c)

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes that may occur, in order; those that occur, sorted, by default.

    Returns:
        Recall within [0, 1] of each class that the references have, in the order of `labels`.
        A class that they lack has no recall and is left out.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.

    Example:
        >>> recall_per_class(["fear", "fear", "anger"], ["fear", "anger", "anger"])
        {'anger': 1.0, 'fear': 0.5}
    """
    true, guess, classes = encode(references, predictions, labels)
    matrix = tally(true, guess, len(classes))
    values = recalls(matrix).tolist()
    return {c: values[i] for i, c in enumerate(classes) if matrix[i].any()}


def recalls(matrices: ArrayLike) -> Floats:
    """Compute recalls (..., C) from confusion matrices (..., C, C); 0 for a class not there."""
    return ratio(hits(matrices), np.asarray(matrices).sum(-1))
