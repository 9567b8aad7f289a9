from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError
from ser_evals.metrics import Interval

FEWEST_SPEAKERS = 5
MOST_UNITS = 100
NOTHING = 1e-9


def with_interval(name: str, interval: Interval) -> dict[str, Any]:
    """Return what an `evaluate` module answers when it is asked for a confidence level.

    Example:
        >>> with_interval("uar", Interval(0.5, 0.4, 0.6, "speaker"))
        {'uar': 0.5, 'ci_low': 0.4, 'ci_high': 0.6, 'ci_unit': 'speaker'}
    """
    low, high, unit = interval.low, interval.high, interval.unit
    return {name: interval.value, "ci_low": low, "ci_high": high, "ci_unit": unit}


def jackknife(
    statistic: Callable[[NDArray[np.intp]], float],
    rows: int,
    *,
    speakers: Sequence[Any] | None = None,
    within: Sequence[Any] | None = None,
    confidence_level: float = 0.95,
    bounds: tuple[float, float] = (0.0, 1.0),
) -> Interval:
    """Compute the interval of any statistic by leaving out one speaker at a time.

    With fewer than five speakers, or none known, random hundredths of the utterances are left out.
    Limits are those of a t distribution, on the scale atanh that maps the bounds to infinity.

    Args:
        statistic: from indices of rows to a number.
        rows: how many rows there are.
        speakers: the speaker of each row.
        within: the group of each row, where the statistic compares groups: none may be emptied.
        confidence_level: between 0 and 1.
        bounds: the least and the greatest value of the statistic.

    Raises:
        SerEvalsError: one row, a wrong level, not a speaker for each row, or a group without
            a second speaker.

    Source:
        Efron and Stein, "The jackknife estimate of variance", Annals of Statistics, 1981.

    Example:
        >>> values = np.array([0.5, 0.6, 0.7, 0.6, 0.6])
        >>> found = jackknife(lambda kept: float(values[kept].mean()), 5, speakers=[1, 2, 3, 4, 5])
        >>> found.value, round(found.low, 2), round(found.high, 2), found.unit
        (0.6, 0.51, 0.68, 'speaker')
    """
    if not 0 < confidence_level < 1:
        raise SerEvalsError(f"confidence_level: expected 0 < level < 1, found {confidence_level}")
    kind, unit = _units(rows, speakers)
    for group in dict.fromkeys(within or ()):
        if (
            group is not None
            and len({u for u, g in zip(unit, within, strict=True) if g == group}) < 2
        ):
            raise SerEvalsError(f"group {group!r} has a single {kind}: no interval")
    value = float(statistic(np.arange(rows)))
    size = int(unit.max()) + 1
    without = np.array([statistic(np.flatnonzero(unit != left)) for left in range(size)])
    error = np.sqrt((size - 1) / size * ((without - without.mean()) ** 2).sum())
    low, high = _limits(value, error, size - 1, confidence_level, bounds)
    return Interval(value, low, high, kind, method="jackknife_t", confidence_level=confidence_level)


def _units(rows: int, speakers: Sequence[Any] | None) -> tuple[Any, NDArray[np.intp]]:
    if speakers is not None:
        if len(speakers) != rows:
            raise SerEvalsError(
                f"speakers: expected one for each of the {rows} rows, found {len(speakers)}"
            )
        for row, name in enumerate(speakers):
            if name is None or name != name:
                raise SerEvalsError(f"speakers: row {row} has none, so there is no interval")
        index = {name: i for i, name in enumerate(dict.fromkeys(speakers))}
        if len(index) >= FEWEST_SPEAKERS:
            return "speaker", np.array([index[name] for name in speakers])
    if rows < 2:
        raise SerEvalsError("confidence_level: one row has no interval")
    order = np.random.default_rng(0).permutation(rows)
    return "utterance", order % min(rows, MOST_UNITS)


def _limits(
    value: float, error: float, freedom: int, level: float, bounds: tuple[float, float]
) -> tuple[float, float]:
    from scipy.special import stdtrit

    least, greatest = bounds
    half, middle = (greatest - least) / 2, (greatest + least) / 2
    place = (value - middle) / half
    if 1 - abs(place) < NOTHING:
        reach = float(stdtrit(freedom, (1 + level) / 2) * error)
        return max(least, value - reach), min(greatest, value + reach)
    reach = stdtrit(freedom, (1 + level) / 2) * error / half / (1 - place**2)
    low, high = (middle + half * np.tanh(np.arctanh(place) + side * reach) for side in (-1, 1))
    return float(low), float(high)
