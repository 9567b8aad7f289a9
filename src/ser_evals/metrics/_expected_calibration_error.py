from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._probabilities import as_columns, as_probabilities


def expected_calibration_error(
    references: Iterable[Any],
    probabilities: ArrayLike,
    *,
    labels: Sequence[Any] | None = None,
    n_bins: int = 15,
) -> float:
    """Compute how far the probability of the decision is from how often the decision is right.

    ECE = sum over bins b of n(b) / N * |accuracy(b) - mean confidence(b)|;
    a row's confidence is its largest probability, the bins are ((i - 1) / n_bins, i / n_bins]

    Args:
        references: the true class of each row, ints or strings.
        probabilities: of each class (N, C), each row summing to one.
        labels: the classes in the order of the columns. By default ints are columns, and strings,
            which must then all occur, are in alphabetical order.
        n_bins: how many bins of equal width.

    Returns:
        The error within [0, 1], 0 = calibrated.

    Raises:
        SerEvalsError: unequal lengths, no rows, NaN, probabilities that do not sum to one, or a
            reference that has no column.

    Source:
        Guo et al., "On calibration of modern neural networks", ICML 2017, equation 5.

    Example:
        >>> expected_calibration_error([0, 0, 1, 1], [[0.75, 0.25]] * 4)
        0.25
    """
    if n_bins < 1:
        raise SerEvalsError(f"n_bins: expected at least 1, found {n_bins}")
    probabilities = as_probabilities(probabilities)
    true = as_columns(references, probabilities, labels)
    confidence = probabilities.max(1)
    edges = np.linspace(0, 1, n_bins + 1)
    bins = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, n_bins - 1)
    excess = confidence - (probabilities.argmax(1) == true)
    return float(np.abs(np.bincount(bins, excess)).sum() / len(true))
