import numpy as np
from numpy.typing import NDArray

from ser_evals.metrics._linearised import Spread

Floats = NDArray[np.float64]
NOTHING = 1e-9


def linearised_t(value: float, spread: Spread, level: float) -> tuple[float, float]:
    """Return the limits logit(value) +- t * error, mapped back to [0, 1]."""
    from scipy.special import stdtrit

    if min(value, 1 - value) < NOTHING:
        room = 1 - ((1 - level) / 2) ** (1 / spread.units)
        return (0.0, room) if value < 0.5 else (1 - room, 1.0)
    if spread.error < NOTHING:
        return value, value
    reach = stdtrit(spread.freedom, (1 + level) / 2) * spread.error / (value * (1 - value))
    centre = np.log(value / (1 - value))
    low, high = (0.5 + 0.5 * np.tanh((centre + side * reach) / 2) for side in (-1, 1))
    return float(low), float(high)


def difference_t(value: float, spread: Spread, level: float) -> tuple[float, float]:
    """Return the limits value +- t * error of a difference, within [-1, 1]."""
    from scipy.special import stdtrit

    if 1 - abs(value) < NOTHING:
        room = 2 - 2 * ((1 - level) / 2) ** (1 / spread.units)
        return (-1.0, room - 1) if value < 0 else (1 - room, 1.0)
    if spread.error < NOTHING:
        return value, value
    reach = float(stdtrit(spread.freedom, (1 + level) / 2) * spread.error)
    return max(value - reach, -1.0), min(value + reach, 1.0)


def percentile(values: Floats, level: float) -> tuple[float, float]:
    """Return the quantiles of the resamples' values."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def bca(value: float, values: Floats, acceleration: float, level: float) -> tuple[float, float]:
    """Return quantiles of the resamples' values, corrected for bias and skewness (Efron, 1987)."""
    from scipy.special import ndtr, ndtri

    below = (values < value).mean() + (values == value).mean() / 2
    if not 0 < below < 1:
        return percentile(values, level)
    bias = ndtri(below)
    shifted = bias + ndtri([(1 - level) / 2, (1 + level) / 2])
    low, high = np.quantile(values, ndtr(bias + shifted / (1 - acceleration * shifted)))
    return float(low), float(high)
