from collections.abc import Iterable

import numpy as np

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._numbers import as_numbers


def gini(values: Iterable[float]) -> float:
    """Compute the Gini coefficient: how unequal numbers, such as the speakers' UARs, are.

    G = sum over i, j of |u_i - u_j| / (2 N^2 mean(u))

    Args:
        values: one number for each of the N speakers, none negative.

    Returns:
        The coefficient within [0, (N - 1) / N]: 0 where all are equal, also where all are 0,
        (N - 1) / N where one has everything.

    Raises:
        SerEvalsError: no values, or one that is negative, NaN or infinite.

    Source:
        Gini, "Variabilità e mutabilità", 1912. Speech emotion recognition sometimes prints it
        without the factor 2 N^2 (arXiv 2508.02448); this is the standard coefficient.

    Example:
        >>> gini([1.0, 0.0, 0.0, 0.0])
        0.75
    """
    found = np.sort(as_numbers(values, "values"))
    if not len(found):
        raise SerEvalsError("values is empty: nothing to compare")
    if found[0] < 0:
        raise SerEvalsError(f"values: expected no negative number, found {found[0]:g}")
    if found[0] == found[-1]:
        return 0.0
    size, found = len(found), found / found[-1]
    weights = 2 * np.arange(1, size + 1) - size - 1
    return float(np.clip(weights @ found / (size * found.sum()), 0, (size - 1) / size))
