from collections.abc import Iterable, Sequence
from typing import Any

from ser_evals.metrics._bootstrap_many import bootstrap_many
from ser_evals.metrics._interval import Interval


def bootstrap(
    references: Iterable[Any],
    predictions: Iterable[Any],
    *,
    metric: str = "uar",
    speakers: Iterable[Any] | None = None,
    seeds: Iterable[Any] | None = None,
    utterances: Iterable[Any] | None = None,
    labels: Sequence[Any] | None = None,
    n_resamples: int = 1000,
    confidence_level: float = 0.95,
    seed: int = 0,
    method: str = "default",
) -> Interval:
    """Compute one metric with its confidence interval, see `bootstrap_many`.

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        metric: a name from `list_metrics()`, or recall_<class>.
        speakers: the speaker of each row.
        seeds: the training seed of each row.
        utterances: the utterance of each row, where several seeds predict it.
        labels: the classes that may occur; those that occur by default.
        n_resamples: how many resamples all but "linearised_t" draw.
        confidence_level: between 0 and 1.
        seed: of the resamples.
        method: "default" (= "linearised_t"), "percentile", "bca" or "two_stage".

    Returns:
        The value, mean over seeds, with limits within [0, 1].

    Raises:
        SerEvalsError: as `bootstrap_many`.

    Example:
        >>> speakers = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
        >>> interval = bootstrap([0, 1] * 5, [0, 1, 0, 0, 0, 1, 1, 1, 0, 1], speakers=speakers)
        >>> interval.value, round(interval.low, 2), round(interval.high, 2), interval.unit
        (0.8, 0.32, 0.97, 'speaker')
    """
    return bootstrap_many(
        references,
        predictions,
        metrics=[metric],
        speakers=speakers,
        seeds=seeds,
        utterances=utterances,
        labels=labels,
        n_resamples=n_resamples,
        confidence_level=confidence_level,
        seed=seed,
        method=method,
    )[metric]
