from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._classes import as_list, same_length

Floats = NDArray[np.float64]


def as_numbers(values: Iterable[Any], name: str) -> Floats:
    """Return finite floats (N,).

    Raises:
        SerEvalsError: not one number for each row, or one that is NaN or infinite.
    """
    try:
        found = np.array(as_list(values, name), float)
    except (TypeError, ValueError):
        raise SerEvalsError(f"{name}: expected one number for each row") from None
    if found.ndim != 1:
        raise SerEvalsError(f"{name}: expected one number for each row, found {found.shape}")
    for row in np.flatnonzero(~np.isfinite(found))[:1]:
        raise SerEvalsError(f"{name} has {found[row]} at row {row}: drop that row or fill it")
    return found


def as_pair(references: Iterable[Any], predictions: Iterable[Any]) -> tuple[Floats, Floats]:
    """Return references and predictions as floats of one length, at least 1."""
    true, guess = as_numbers(references, "references"), as_numbers(predictions, "predictions")
    same_length(references=true, predictions=guess)
    return true, guess


def as_matrix(values: Any, name: str, rows: str, columns: str) -> Floats:
    """Return finite floats (rows, columns)."""
    try:
        found = np.asarray(values, float)
    except (TypeError, ValueError):
        found = np.zeros(0)
    if found.ndim != 2 or not found.size:
        raise SerEvalsError(f"{name}: expected numbers ({rows}, {columns}), found {found.shape}")
    for row, column in np.argwhere(~np.isfinite(found))[:1]:
        raise SerEvalsError(
            f"{name} has {found[row, column]} at row {row}, column {column}: leave out "
            f"one of the {rows} or {columns}"
        )
    return found
