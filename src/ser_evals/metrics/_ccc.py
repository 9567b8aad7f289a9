from collections.abc import Iterable

import numpy as np

from ser_evals.metrics._numbers import as_pair


def ccc(references: Iterable[float], predictions: Iterable[float]) -> float:
    """Compute the concordance correlation coefficient of numbers such as arousal.

    CCC = 2 cov(r, p) / (var(r) + var(p) + (mean(r) - mean(p))^2),  moments divided by N

    Args:
        references: the true value of each row.
        predictions: the predicted value of each row.

    Returns:
        CCC within [-1, 1]; 1 where all rows are equal, also where all have the same value;
        0 where otherwise either is constant.

    Raises:
        SerEvalsError: unequal lengths, no rows, or a value that is NaN or infinite.

    Source:
        Lin, "A concordance correlation coefficient to evaluate reproducibility", Biometrics 45(1),
        1989, in its population form.

    Example:
        >>> round(ccc([0.0, 1.0, 2.0], [1.0, 2.0, 3.0]), 4)
        0.5714
    """
    true, guess = as_pair(references, predictions)
    if (true == guess).all():
        return 1.0
    if not np.ptp(true) or not np.ptp(guess):
        return 0.0
    shift = true.mean() - guess.mean()
    x, y = true - true.mean(), guess - guess.mean()
    return float(2 * (x * y).mean() / ((x * x).mean() + (y * y).mean() + shift**2))
