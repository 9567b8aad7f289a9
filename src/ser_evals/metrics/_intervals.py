from collections.abc import Callable, Mapping

from ser_evals.errors import SerEvalsError, unknown
from ser_evals.metrics._interval import Interval
from ser_evals.metrics._limits import bca, linearised_t, percentile
from ser_evals.metrics._linearised import Floats, Spread, spread
from ser_evals.metrics._resamples import draw
from ser_evals.metrics._statistic import Statistic
from ser_evals.metrics._units import Units

METHODS = ("linearised_t", "percentile", "bca", "two_stage")


def estimate(
    statistics: Mapping[str, Statistic],
    units: Units,
    *,
    method: str,
    n_resamples: int,
    confidence_level: float,
    seed: int,
    limits: Callable[[float, Spread, float], tuple[float, float]] = linearised_t,
    within: Floats | None = None,
) -> dict[str, Interval]:
    """Compute statistics and their intervals from the same units, see `bootstrap_many`.

    Args:
        statistics: what to compute, by name.
        units: the rows, counted by independent unit.
        method: one of METHODS, or "default" for the first.
        n_resamples: how many resamples to draw.
        confidence_level: between 0 and 1.
        seed: of the resamples.
        limits: from value, spread and level to the limits of "linearised_t".
        within: as `spread` takes it.
    """
    if not 0 < confidence_level < 1:
        raise SerEvalsError(f"confidence_level: expected 0 < level < 1, found {confidence_level}")
    if n_resamples < 1:
        raise SerEvalsError(f"n_resamples: expected at least 1, found {n_resamples}")
    method = METHODS[0] if method == "default" else method
    if method not in METHODS:
        raise unknown("method", method, METHODS, ", or 'default'")
    matrices, redrawn = None, 0.0
    if method != "linearised_t":
        matrices, redrawn = draw(units, n_resamples, seed, two_stage=method == "two_stage")
    found = {}
    for name, statistic in statistics.items():
        value = float(statistic(units.total))
        if method == "linearised_t":
            low, high = limits(value, spread(statistic, units, within), confidence_level)
        elif method == "bca":
            acceleration = spread(statistic, units, within).acceleration
            low, high = bca(value, statistic(matrices), acceleration, confidence_level)
        else:
            low, high = percentile(statistic(matrices), confidence_level)
        found[name] = Interval(
            value=value,
            low=low,
            high=high,
            unit=units.kind,
            n_resamples=0 if matrices is None else n_resamples,
            method=method,
            confidence_level=confidence_level,
            redrawn=redrawn,
        )
    return found
