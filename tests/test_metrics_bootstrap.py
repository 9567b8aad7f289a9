import dataclasses

import numpy as np
import pytest

from ser_evals import metrics
from ser_evals.errors import SerEvalsError
from ser_evals.metrics import bootstrap, bootstrap_many
from ser_evals.metrics._linearised import spread
from ser_evals.metrics._resamples import draw, draw_weights
from ser_evals.metrics._statistic import build
from ser_evals.metrics._units import group

METHODS = ("default", "percentile", "bca")
EVERY = [*metrics.list_metrics(), "recall_0", "recall_2"]


def corpus(speakers=12, per=15, classes=4, effect=0.0, seeds=1, seed=0):
    """Draw rows (references, predictions, speakers, seeds) whose speakers differ by `effect`."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(speakers), per)
    true = np.tile(np.arange(per) % classes, speakers)
    right = np.clip(0.6 + rng.normal(0, effect, speakers)[who], 0, 1)
    true, who = np.tile(true, seeds), np.tile(who, seeds)
    hit = rng.random(len(true)) < np.tile(right, seeds)
    guess = np.where(hit, true, rng.integers(0, classes, len(true)))
    return true, guess, who, np.repeat(np.arange(seeds), speakers * per)


def loop(name, rows, units, weights):
    """Compute a metric on one resample row by row."""
    true, guess, who, seeds = rows
    index = np.concatenate([np.flatnonzero(units == u) for u in np.repeat(*weights)])
    values = []
    for seed in np.unique(seeds):
        kept = index[seeds[index] == seed]
        if name.startswith("recall_"):
            values.append(metrics.recall_per_class(true[kept], guess[kept])[int(name[-1])])
        else:
            values.append(getattr(metrics, name)(true[kept], guess[kept]))
    return np.mean(values)


@pytest.mark.parametrize("name", EVERY)
def test_matrices_of_resamples_equal_a_loop_over_rows(name):
    rows = corpus(seeds=2)
    true, guess, who, seeds = rows
    units = group(true, guess, 4, speakers=who, seeds=seeds, utterances=None)
    matrices, redrawn = draw(units, 30, seed=5)
    assert redrawn == 0
    weights = draw_weights(units.copies, 30, np.random.default_rng(5))
    assert (weights.sum(1) == 12).all()
    found = build(name, (0, 1, 2, 3), units.total)(matrices)
    expected = [loop(name, rows, who, (np.arange(12), w.astype(int))) for w in weights]
    assert np.allclose(found, expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("method", METHODS)
def test_value_is_the_mean_over_seeds_and_limits_hold_it(name, method):
    rows = corpus(seeds=3, effect=0.2)
    true, guess, who, seeds = rows
    found = bootstrap(
        true, guess, metric=name, speakers=who, seeds=seeds, method=method, n_resamples=200
    )
    everyone = (np.arange(12), np.ones(12, int))
    assert found.value == pytest.approx(loop(name, rows, who, everyone), abs=1e-14)
    assert 0 <= found.low < found.value < found.high <= 1
    assert found.unit == "speaker" and found.confidence_level == 0.95


@pytest.mark.parametrize("method", METHODS)
def test_many_equals_one_by_one_and_repeats(method):
    true, guess, who, _ = corpus()
    options = {"speakers": who, "method": method, "n_resamples": 100, "seed": 3}
    many = bootstrap_many(true, guess, metrics=EVERY, **options)
    assert list(many) == EVERY
    for name, interval in many.items():
        assert interval == bootstrap(true, guess, metric=name, **options)
    other = bootstrap(true, guess, **{**options, "seed": 4})
    assert (other == many["uar"]) == (method == "default")


@pytest.mark.parametrize("method", METHODS)
def test_clusters_are_wider_than_utterances_under_a_speaker_effect(method):
    true, guess, who, _ = corpus(speakers=20, per=40, effect=0.25)
    clustered = bootstrap(true, guess, speakers=who, method=method)
    single = bootstrap(true, guess, method=method)
    assert (clustered.unit, single.unit) == ("speaker", "utterance")
    assert clustered.width > 1.5 * single.width
    assert clustered.value == single.value


@pytest.mark.parametrize("speakers", [True, False])
@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_five_times_narrows_nothing(method, speakers):
    true, guess, who, _ = corpus(effect=0.2)
    once = bootstrap(true, guess, speakers=who if speakers else None, method=method, seed=1)
    five = bootstrap(
        np.tile(true, 5),
        np.tile(guess, 5),
        speakers=np.tile(who, 5) if speakers else None,
        seeds=np.repeat(list("abcde"), len(true)),
        method=method,
        seed=1,
    )
    assert five.value == pytest.approx(once.value)
    assert five.width == pytest.approx(once.width, rel=1e-6 if speakers else 0.1)


def test_utterances_join_the_rows_of_seeds():
    true, guess, _, seeds = corpus(seeds=2)
    ids = np.tile(np.arange(len(true) // 2), 2)
    order = np.random.default_rng(0).permutation(len(true))
    expected = bootstrap(true, guess, seeds=seeds)
    shuffled = {"seeds": seeds[order], "utterances": [f"u{i}" for i in ids[order]]}
    found = bootstrap(true[order], guess[order], **shuffled)
    assert dataclasses.astuple(found)[:3] == pytest.approx(dataclasses.astuple(expected)[:3])
    with pytest.raises(SerEvalsError, match="give utterances="):
        bootstrap(true[order], guess[order], seeds=seeds[order])


def test_merged_utterances_equal_single_ones():
    true, guess, _, seeds = corpus(seeds=2)
    units = group(true, guess, 4, speakers=None, seeds=seeds, utterances=None)
    ids = np.tile(np.arange(len(true) // 2), 2)
    single = group(true, guess, 4, speakers=ids, seeds=seeds, utterances=None)
    assert len(units.copies) < len(single.copies) == units.size == single.size
    assert (units.total == single.total).all()
    for name in EVERY:
        metric = build(name, (0, 1, 2, 3), units.total)
        found, expected = (dataclasses.astuple(spread(metric, u)) for u in (units, single))
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_few_speakers_mean_utterances():
    true, guess, who, _ = corpus(speakers=4)
    assert bootstrap(true, guess, speakers=who) == bootstrap(true, guess)
    assert bootstrap(*corpus(speakers=5)[:2], speakers=corpus(speakers=5)[2]).unit == "speaker"


def test_a_resample_that_lacks_a_class_is_drawn_again():
    true, guess, who, _ = corpus(speakers=6)
    true = np.where((true == 3) & (who != 0), 0, true)
    units = group(true, guess, 4, speakers=who, seeds=None, utterances=None)
    matrices, redrawn = draw(units, 2000, seed=0)
    assert (matrices.sum(-1) > 0).all()
    assert redrawn == pytest.approx((5 / 6) ** 6, abs=0.04)
    assert bootstrap(true, guess, speakers=who, method="percentile").redrawn > 0.2


def test_rounds_of_drawing_again_end():
    who = np.arange(30)
    found = bootstrap(who, np.roll(who, 1) // 2 * 2, speakers=who, method="percentile")
    assert found.redrawn == 1.0 and 0 <= found.low <= found.high <= 1


def test_large_tables_are_counted_sparsely(monkeypatch):
    true, guess, who, seeds = corpus(seeds=2)
    units = group(true, guess, 4, speakers=who, seeds=seeds, utterances=None)
    dense, _ = draw(units, 20, seed=1)
    monkeypatch.setattr("ser_evals.metrics._resamples.DENSE_LIMIT", 0)
    sparse, _ = draw(units, 20, seed=1)
    assert (dense == sparse).all()


def test_balanced_speakers_give_the_interval_of_student():
    """With equal counts UAR is the mean of the speakers' own UAR, and so is its error."""
    true, guess, who, _ = corpus(per=16, effect=0.2)
    own = np.array([metrics.uar(true[who == s], guess[who == s]) for s in range(12)])
    units = group(true, guess, 4, speakers=who, seeds=None, utterances=None)
    found = spread(build("uar", (0, 1, 2, 3), units.total), units)
    assert found.error == pytest.approx(own.std(ddof=1) / np.sqrt(12), rel=1e-6)
    assert found.freedom == pytest.approx(11)


def test_error_is_close_to_that_of_resamples_for_many_speakers():
    true, guess, who, seeds = corpus(speakers=150, effect=0.2, seeds=2)
    units = group(true, guess, 4, speakers=who, seeds=seeds, utterances=None)
    matrices, _ = draw(units, 3000, seed=0)
    for name in EVERY:
        metric = build(name, (0, 1, 2, 3), units.total)
        assert spread(metric, units).error == pytest.approx(metric(matrices).std(), rel=0.08), name


def test_degrees_of_freedom_equal_the_dense_computation():
    rng = np.random.default_rng(0)
    who = np.repeat(np.arange(9), rng.integers(15, 60, 9))
    true, guess = rng.integers(0, 3, len(who)), rng.integers(0, 3, len(who))
    units = group(true, guess, 3, speakers=who, seeds=None, utterances=None)
    n = np.array([[((who == s) & (true == c)).sum() for c in range(3)] for s in range(9)])
    h = n / n.sum(0)
    recall = np.array([(guess[true == c] == c).mean() for c in range(3)])
    weight = np.sqrt(recall * (1 - recall)) / np.sqrt(1 - h)
    covariance, main = np.zeros((9, 9)), np.zeros((9, 9))
    for c in range(3):
        centring = np.diag(weight[:, c] * h[:, c]) @ (np.eye(9) - h[:, c])
        covariance += centring @ np.diag(0.2 + 0.8 / n[:, c]) @ centring.T
        main += centring
    covariance += 0.2 * main @ main.T
    expected = np.trace(covariance) ** 2 / (covariance**2).sum()
    found = spread(build("uar", (0, 1, 2), units.total), units).freedom
    assert found == pytest.approx(expected, rel=1e-4)


def test_no_variation():
    true, who = np.tile([0, 1], 20), np.repeat(np.arange(10), 4)
    perfect = bootstrap(true, true, speakers=who)
    assert perfect.high == perfect.value == 1 and perfect.low == pytest.approx(0.025**0.1)
    constant = bootstrap(true, np.zeros(40, int), speakers=who)
    assert (constant.low, constant.value, constant.high) == (0.5, 0.5, 0.5)
    nothing = bootstrap(true, 1 - true, speakers=who)
    assert nothing.low == nothing.value == 0 and nothing.high == pytest.approx(1 - 0.025**0.1)


def test_a_class_of_one_speaker_still_has_a_width():
    true, guess, who, _ = corpus(speakers=6, per=40)
    true = np.where((true == 3) & (who != 0), 0, true)
    assert bootstrap(true, guess, metric="recall_3", speakers=who).width > 0.1


def test_one_row():
    found = bootstrap(["fear"], ["fear"])
    assert (found.value, found.low, found.high) == (1.0, pytest.approx(0.025), 1.0)


def test_higher_confidence_is_wider():
    true, guess, who, _ = corpus()
    for method in METHODS:
        widths = [
            bootstrap(true, guess, speakers=who, confidence_level=c, method=method).width
            for c in (0.5, 0.8, 0.95)
        ]
        assert widths == sorted(widths)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"metric": "uarr"}, "unknown metric 'uarr': did you mean 'uar'"),
        ({"metric": "recall_7"}, "no class '7', only 0, 1, 2, 3"),
        ({"method": "percentil"}, "did you mean 'percentile'"),
        ({"confidence_level": 95}, "0 < level < 1"),
        ({"n_resamples": 0}, "at least 1"),
        ({"speakers": [1, 2]}, "one for each of the 180 rows, found 2"),
        ({"speakers": [None] * 180}, "speakers has a missing value"),
        ({"labels": [0, 1]}, "not one of the labels"),
    ],
)
def test_mistakes(options, message):
    true, guess, _, _ = corpus()
    with pytest.raises(SerEvalsError, match=message):
        bootstrap(true, guess, **options)


def test_speakers_that_agree_do_not_make_a_score_certain():
    speakers = [row // 4 for row in range(24)]
    found = bootstrap([0, 0, 1, 1] * 6, [0, 1, 1, 0] * 6, speakers=speakers)
    assert found.low < 0.45 and found.high > 0.55
    constant = bootstrap([0, 0, 1, 1] * 6, [0] * 24, speakers=speakers)
    assert (constant.low, constant.high) == (0.5, 0.5)
