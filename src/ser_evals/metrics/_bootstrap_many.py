from collections.abc import Iterable, Sequence
from typing import Any

from ser_evals.errors import SerEvalsError, unknown
from ser_evals.metrics._classes import encode
from ser_evals.metrics._interval import Interval
from ser_evals.metrics._limits import bca, linearised_t, percentile
from ser_evals.metrics._linearised import spread
from ser_evals.metrics._resamples import draw
from ser_evals.metrics._statistic import build
from ser_evals.metrics._units import group

METHODS = ("linearised_t", "percentile", "bca")


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

    Args:
        references: the true class of each row, ints or strings; a row is one prediction.
        predictions: the predicted class of each row.
        metrics: names from `list_metrics()`, or recall_<class>.
        speakers: the speaker of each row.
        seeds: the training seed of each row.
        utterances: the utterance of each row. Needed only where the unit is the utterance and
            the seeds' rows do not come in the same order.
        labels: the classes that may occur; those that occur by default.
        n_resamples: how many resamples "percentile" and "bca" draw.
        confidence_level: between 0 and 1.
        seed: of the resamples.
        method: "default" (= "linearised_t"), "percentile" or "bca".

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
    if not 0 < confidence_level < 1:
        raise SerEvalsError(f"confidence_level: expected 0 < level < 1, found {confidence_level}")
    if n_resamples < 1:
        raise SerEvalsError(f"n_resamples: expected at least 1, found {n_resamples}")
    method = METHODS[0] if method == "default" else method
    if method not in METHODS:
        raise unknown("method", method, METHODS, ", or 'default'")
    true, guess, classes = encode(references, predictions, labels)
    units = group(true, guess, len(classes), speakers=speakers, seeds=seeds, utterances=utterances)
    total = units.total
    statistics = {name: build(name, classes, total) for name in metrics}
    matrices, redrawn = None, 0.0
    if method != "linearised_t":
        matrices, redrawn = draw(units, n_resamples, seed)
    found = {}
    for name, metric in statistics.items():
        value = float(metric(total))
        if method == "percentile":
            low, high = percentile(metric(matrices), confidence_level)
        elif method == "bca":
            acceleration = spread(metric, units).acceleration
            low, high = bca(value, metric(matrices), acceleration, confidence_level)
        else:
            low, high = linearised_t(value, spread(metric, units), confidence_level)
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
