from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._classes import as_list, encode, factorize, is_missing


def tally_groups(
    references: Iterable[Any],
    predictions: Iterable[Any],
    groups: Iterable[Any],
    *,
    labels: Sequence[Any] | None,
    min_utterances: int,
    name: str,
) -> tuple[list[Hashable], NDArray[np.int64]]:
    """Count a confusion matrix for each group of rows.

    Args:
        references: the true class of each row.
        predictions: the predicted class of each row.
        groups: the group of each row; a row without one (None, NaN) is left out.
        labels: the classes that may occur.
        min_utterances: groups with fewer rows are left out.
        name: what errors call the groups.

    Returns:
        The groups in order of appearance, and their matrices (G, C, C).

    Raises:
        SerEvalsError: as `encode`, not one group for each row, or no group is left.
    """
    true, guess, classes = encode(references, predictions, labels)
    found, size = as_list(groups, name), len(classes)
    if len(found) != len(true):
        raise SerEvalsError(
            f"{name}: expected one for each of the {len(true)} rows, found {len(found)}"
        )
    kept = np.array([not is_missing(value) for value in found])
    ids, names = factorize([v for v, k in zip(found, kept, strict=True) if k], name)
    enough = np.bincount(ids, minlength=len(names)) >= min_utterances
    if not enough.any():
        raise SerEvalsError(f"{name}: none is known and has min_utterances={min_utterances} rows")
    cells = np.bincount(
        (ids * size + true[kept]) * size + guess[kept], minlength=len(names) * size**2
    )
    matrices = cells.reshape(-1, size, size)[enough]
    return [n for n, e in zip(names, enough, strict=True) if e], matrices
