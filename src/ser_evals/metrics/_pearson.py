from collections.abc import Iterable

import numpy as np

from ser_evals.metrics._numbers import as_pair


def pearson(references: Iterable[float], predictions: Iterable[float]) -> float:
    """Compute Pearson's correlation coefficient of numbers such as arousal.

    r = cov(r, p) / sqrt(var(r) var(p))

    Args:
        references: the true value of each row.
        predictions: the predicted value of each row.

    Returns:
        The correlation within [-1, 1]; 0 where either is constant.

    Raises:
        SerEvalsError: unequal lengths, no rows, or a value that is NaN or infinite.

    Source:
        Pearson, "Note on regression and inheritance in the case of two parents", Proceedings of
        the Royal Society of London 58, 1895.

    Example:
        >>> round(pearson([0.0, 1.0, 2.0], [0.0, 1.0, 3.0]), 4)
        0.982
    """
    true, guess = as_pair(references, predictions)
    if not np.ptp(true) or not np.ptp(guess):
        return 0.0
    x, y = true - true.mean(), guess - guess.mean()
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    return float(np.clip((x @ y) / np.sqrt((x @ x) * (y @ y)), -1, 1))
