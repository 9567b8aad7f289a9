from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Interval:
    """A value with its confidence interval.

    Attributes:
        value: the metric on all the data, mean over seeds.
        low: lower limit, within the range of the value.
        high: upper limit, within the range of the value.
        unit: what was taken to be independent.
        n_resamples: how many resamples were drawn; 0 for a method that draws none.
        method: "linearised_t", "percentile", "bca" or "two_stage".
        confidence_level: how often such intervals are meant to hold the true value.
        redrawn: share of the resamples that lacked a class at first and were drawn again.

    Example:
        >>> Interval(0.5, 0.4, 0.6, "speaker").width
        0.2
    """

    value: float
    low: float
    high: float
    unit: Literal["speaker", "utterance"]
    n_resamples: int = 0
    method: str = "linearised_t"
    confidence_level: float = 0.95
    redrawn: float = 0.0

    @property
    def width(self) -> float:
        """The distance between the limits, rounded to twelve digits."""
        return round(self.high - self.low, 12)
