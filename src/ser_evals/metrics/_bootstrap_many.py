from collections.abc import Iterable, Sequence
from typing import Any

from ser_evals.metrics._classes import encode
from ser_evals.metrics._interval import Interval
from ser_evals.metrics._intervals import estimate
from ser_evals.metrics._statistic import build
from ser_evals.metrics._units import group


def bootstrap_many(
    references: Iterable[Any],
    predictions: Iterable[Any],
    *,
    metrics: Sequence[str],
    speakers: Iterable[Any] | None = None,
    seeds: Iterable[Any] | None = None,
    utterances: Iterable[Any] | None = None,
    labels: Sequence[Any] | None = None,
    n_resamples: int = 1000,
    confidence_level: float = 0.95,
    seed: int = 0,
    method: str = "default",
) -> dict[str, Interval]:
    """Compute several metrics with confidence intervals, from the same resamples.

    The unit is the speaker, with all its utterances and all seeds' predictions of them; with
    fewer than five speakers, or none known, it is the utterance, with all seeds' predictions.
    A metric is the mean over seeds of its value for each seed: seeds are not extra utterances.

    "linearised_t", the default, draws nothing: it sums the squared influences of the units,
    corrected for few and uneven speakers, and takes a t interval on the logit scale. Over few
    speakers it covers what it should (tests/benchmarks/interval_coverage.py), which "percentile"
    and "bca", from resamples of units, do not. Where there is no variation at all (every row right,
    or none) its limits are the exact ones for as many units that are all right, or all wrong.
    "two_stage", there for comparison, are percentiles of resamples of speakers and then, of each
    one drawn, of its utterances: it adds the utterances' variation to that of the speakers, which
    has it already. Without `speakers` resamples are of utterances, independent and alike.

    Args:
        references: the true class of each row, ints or strings; a row is one prediction.
        predictions: the predicted class of each row.
        metrics: names from `list_metrics()`, or recall_<class>.
        speakers: the speaker of each row.
        seeds: the training seed of each row.
        utterances: the utterance of each row. Needed only where the unit is the utterance and
            the seeds' rows do not come in the same order.
        labels: the classes that may occur; those that occur by default.
        n_resamples: how many resamples all but "linearised_t" draw.
        confidence_level: between 0 and 1.
        seed: of the resamples.
        method: "default" (= "linearised_t"), "percentile", "bca" or "two_stage".

    Returns:
        For each name in `metrics` its value, with limits within [0, 1].

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, a class not in `labels`, an
            unknown metric or method, or seeds that cannot be matched by position.

    Example:
        >>> found = bootstrap_many([0, 0, 1, 1], [0, 0, 1, 0], metrics=["uar", "recall_1"])
        >>> found["uar"].value, found["recall_1"].value, found["uar"].unit
        (0.75, 0.5, 'utterance')
    """
    true, guess, classes = encode(references, predictions, labels)
    units = group(
        true,
        guess,
        len(classes),
        speakers=speakers,
        seeds=seeds,
        utterances=utterances,
        nested=method == "two_stage",
    )
    return estimate(
        {name: build(name, classes, units.total) for name in metrics},
        units,
        method=method,
        n_resamples=n_resamples,
        confidence_level=confidence_level,
        seed=seed,
    )
