from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ser_evals.metrics._classes import Indices, encode

Floats = NDArray[np.float64]


def confusion(
    references: Iterable[Any], predictions: Iterable[Any], *, labels: Sequence[Any] | None = None
) -> NDArray[np.int64]:
    """Count the predictions of each class for each class of the references.

    `matrix[r, p]` = number of rows with reference r and prediction p

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes in the order of rows and columns; by default those that occur, sorted.

    Returns:
        The matrix (classes, classes), references by predictions.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.

    Example:
        >>> confusion(["a", "a", "b"], ["a", "b", "b"]).tolist()
        [[1, 1], [0, 1]]
    """
    true, guess, classes = encode(references, predictions, labels)
    return tally(true, guess, len(classes))


def tally(references: Indices, predictions: Indices, classes: int) -> NDArray[np.int64]:
    """Count pairs of class indices."""
    cells = np.bincount(references * classes + predictions, minlength=classes**2)
    return cells.reshape(classes, classes)


def ratio(above: ArrayLike, below: ArrayLike) -> Floats:
    """Divide, where nothing by nothing is 0."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below != 0)


def mean_over(values: Floats, classes: ArrayLike) -> Floats:
    """Average the last axis over the classes marked in `classes`; 0 where none is."""
    classes = np.broadcast_to(classes, values.shape)
    return ratio((values * classes).sum(-1), classes.sum(-1))


def occurring(matrices: ArrayLike) -> NDArray[np.bool_]:
    """Mark the classes that references or predictions have."""
    matrices = np.asarray(matrices)
    return (matrices.sum(-1) > 0) | (matrices.sum(-2) > 0)


def hits(matrices: ArrayLike) -> Floats:
    """Return the diagonal of each matrix."""
    return np.asarray(matrices, float).diagonal(axis1=-2, axis2=-1)
