"""The percentile interval against the textbook's loop: draw rows, compute the metric, repeat.

The loop is the estimator of `confidence_intervals.evaluate_with_conf_int`, beside which
tests/benchmarks/bootstrap.py runs ours.
"""

import numpy as np
import pytest

from ser_evals.metrics import bootstrap

LOOPS, RESAMPLES = 3000, 20_000
SHARES = np.array([0.5, 0.3, 0.15, 0.05])


def corpus(speakers=25, per=16, seed=0):
    """Draw rows of uneven classes from speakers who are not equally easy."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(speakers), per)
    true = rng.choice(len(SHARES), len(who), p=SHARES)
    right = np.clip(0.6 + rng.normal(0, 0.2, speakers)[who], 0, 1)
    guess = np.where(rng.random(len(who)) < right, true, rng.integers(0, len(SHARES), len(who)))
    return true, guess, who


def uar(true, guess):
    return np.mean([(guess[true == c] == c).mean() for c in np.unique(true)])


def accuracy(true, guess):
    return (true == guess).mean()


def macro_f1(true, guess):
    pairs = [(true == c, guess == c) for c in np.union1d(true, guess)]
    return np.mean([2 * (t & g).sum() / (t.sum() + g.sum()) for t, g in pairs])


def loop(metric, true, guess, units):
    """Draw units with replacement, each with all its rows, and compute the metric every time."""
    rng = np.random.default_rng(99)
    rows = [np.flatnonzero(units == unit) for unit in np.unique(units)]
    values = []
    for _ in range(LOOPS):
        index = np.concatenate([rows[i] for i in rng.integers(len(rows), size=len(rows))])
        values.append(metric(true[index], guess[index]))
    return values


def agrees(interval, values, level):
    """Tell whether both limits are quantiles of the values, up to four Monte-Carlo errors.

    Quantiles of two samples differ by chance as their ranks do, whatever the distribution.
    """
    tail = (1 - level) / 2
    error = 4 * np.sqrt(tail * (1 - tail) * (1 / LOOPS + 1 / RESAMPLES))
    low = np.quantile(values, [tail - error, tail + error])
    high = np.quantile(values, [1 - tail - error, 1 - tail + error])
    return low[0] <= interval.low <= low[1] and high[0] <= interval.high <= high[1]


@pytest.mark.parametrize("level", [0.95, 0.8])
@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("metric", [uar, accuracy, macro_f1])
def test_percentile_limits_are_those_of_a_loop_over_rows(metric, clustered, level, looped):
    true, guess, who = corpus()
    found = bootstrap(
        true,
        guess,
        metric=metric.__name__,
        speakers=who if clustered else None,
        method="percentile",
        confidence_level=level,
        n_resamples=RESAMPLES,
    )
    assert agrees(found, looped(metric, clustered), level)


def test_the_tolerance_tells_rows_from_speakers(looped):
    true, guess, who = corpus()
    for clustered in (False, True):
        found = bootstrap(
            true, guess, speakers=who if clustered else None, metric="accuracy", method="percentile"
        )
        assert not agrees(found, looped(accuracy, not clustered), 0.95)


@pytest.fixture(scope="module")
def looped():
    """Return the values of a loop, each computed once."""
    true, guess, who = corpus()
    known = {}

    def values(metric, clustered):
        if (metric, clustered) not in known:
            units = who if clustered else np.arange(len(true))
            known[metric, clustered] = loop(metric, true, guess, units)
        return known[metric, clustered]

    return values
