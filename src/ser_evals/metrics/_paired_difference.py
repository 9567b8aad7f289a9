from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ser_evals.metrics._interval import Interval
from ser_evals.metrics._intervals import estimate
from ser_evals.metrics._limits import difference_t
from ser_evals.metrics._pairing import encode_pair, twice, variance_of_pairs
from ser_evals.metrics._statistic import Statistic, build
from ser_evals.metrics._units import group


def paired_difference(
    references: Iterable[Any],
    predictions_a: Iterable[Any],
    predictions_b: Iterable[Any],
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
    """Compute how much better system A is than B on the same utterances, with an interval.

    difference = metric(A) - metric(B), each the mean over seeds

    The independent unit is the speaker, or the utterance where fewer than five speakers are
    known: it brings the rows of both systems with it, so that what is hard for both cancels out.
    Where the interval excludes 0 the systems differ. "linearised_t" is difference +- t * error
    from the units' influences on the difference, as in `bootstrap_many`.

    Args:
        references: the true class of each row, ints or strings; a row is one utterance and seed.
        predictions_a: the class that system A predicts for each row.
        predictions_b: the class that system B predicts for each row.
        metric: a name from `list_metrics()`, or recall_<class>.
        speakers: the speaker of each row.
        seeds: the training seed of each row; A's and B's seeds need no relation.
        utterances: the utterance of each row, see `bootstrap_many`.
        labels: the classes that may occur; those that occur by default.
        n_resamples: how many resamples all but "linearised_t" draw.
        confidence_level: between 0 and 1.
        seed: of the resamples.
        method: "default" (= "linearised_t"), "percentile", "bca" or "two_stage".

    Returns:
        The difference with limits within [-1, 1]; 0, 0, 0 for systems that decide alike. Exchanging
        A and B changes the signs.

    Raises:
        SerEvalsError: as `bootstrap_many`.

    Source:
        Cameron and Miller, "A practitioner's guide to cluster-robust inference", Journal of Human
        Resources 50(2), 2015.

    Example:
        >>> found = paired_difference([0, 0, 1, 1] * 9, [0, 0, 1, 1] * 9, [0, 1, 1, 1, 0, 0] * 6)
        >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
        (0.5, 0.326, 0.674)
    """
    true, a, b, classes = encode_pair(references, predictions_a, predictions_b, labels)
    rows = len(true)
    run = np.zeros(rows, np.intp) if seeds is None else twice(seeds, rows, "seeds")[:rows]
    count = int(run.max()) + 1
    units = group(
        np.tile(true, 2),
        np.concatenate([a, b]),
        len(classes),
        speakers=twice(speakers, rows, "speakers"),
        seeds=np.concatenate([run, run + count]),
        utterances=twice(utterances, rows, "utterances"),
        nested=method == "two_stage",
    )
    one = build(metric, classes, units.total)
    signs = np.repeat([2.0, -2.0], count)
    both = Statistic(lambda matrices: one.per_seed(matrices) * signs, one.classes)
    return estimate(
        {metric: both},
        units,
        method=method,
        n_resamples=n_resamples,
        confidence_level=confidence_level,
        seed=seed,
        limits=difference_t,
        within=variance_of_pairs(both.gradient(units.total), run, true, a, b),
    )[metric]
