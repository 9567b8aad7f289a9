import dataclasses

import numpy as np
import pytest
import scipy.stats
import sklearn.metrics as sk
from hypothesis import given, settings
from hypothesis import strategies as st

from ser_evals import metrics
from ser_evals.errors import SerEvalsError
from ser_evals.metrics import (
    agreement,
    bootstrap,
    concordance,
    linear_cka,
    mcnemar,
    paired_difference,
    rank_interval,
)

METHODS = ("default", "percentile", "bca", "two_stage")
triples = st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=2, max_size=50)


def two_systems(speakers=12, per=24, seed=0, gap=0.1):
    """Draw rows (references, A, B, speakers) on which hard speakers are hard for both."""
    rng = np.random.default_rng(seed)
    who, true = np.repeat(np.arange(speakers), per), np.tile(np.arange(per) % 4, speakers)
    hard = rng.normal(0, 0.12, speakers)[who]
    luck = rng.random(len(true))
    wrong = (true + rng.integers(1, 4, len(true))) % 4
    own = rng.normal(0, 0.06, (2, speakers))[:, who]
    chance = np.clip([0.55 + gap + hard + own[0], 0.55 + hard + own[1]], 0, 1)
    again = np.where(rng.random(len(true)) < 0.5, luck, rng.random(len(true)))
    return (
        true,
        np.where(luck < chance[0], true, wrong),
        np.where(again < chance[1], true, wrong),
        who,
    )


@settings(max_examples=100, deadline=None)
@given(triples)
def test_agreement_equals_scikit_learn(rows):
    _, a, b = zip(*rows, strict=True)
    assert agreement(a, b) == agreement(b, a) == pytest.approx(sk.accuracy_score(a, b))
    assert agreement(a, a) == agreement(a, a, kappa=True) == 1
    if len({*a, *b}) > 1:
        found = agreement(a, b, kappa=True)
        assert found == pytest.approx(sk.cohen_kappa_score(a, b), abs=1e-12)


@pytest.mark.parametrize("debiased", [False, True])
@pytest.mark.parametrize("shape", [(40, 6, 9), (12, 30, 50), (20, 5, 90)])
def test_cka_invariances(shape, debiased):
    rng = np.random.default_rng(0)
    n, d, e = shape
    x = rng.normal(size=(n, d))
    y = x @ rng.normal(size=(d, e)) + rng.normal(size=(n, e))
    found = linear_cka(x, y, debiased=debiased)
    rotation = np.linalg.qr(rng.normal(size=(d, d)))[0]
    order = rng.permutation(n)
    for other in (
        linear_cka(y, x, debiased=debiased),
        linear_cka(5 * x @ rotation - 3, y / 7, debiased=debiased),
        linear_cka(x[order], y[order], debiased=debiased),
    ):
        assert other == pytest.approx(found, abs=1e-10)
    assert linear_cka(x, 2 * x @ rotation + 1, debiased=debiased) == pytest.approx(1)
    assert -1 <= found <= 1
    gram = [z @ z.T for z in (x, y)]
    hsic = unbiased_hsic if debiased else plain_hsic
    expected = hsic(*gram) / np.sqrt(hsic(gram[0], gram[0]) * hsic(gram[1], gram[1]))
    assert found == pytest.approx(expected, abs=1e-10)


def plain_hsic(k, m):
    centre = np.eye(len(k)) - 1 / len(k)
    return np.trace(k @ centre @ m @ centre)


def unbiased_hsic(k, m):
    """Equation 5 of Song et al. (2012), up to a factor."""
    n, k, m = len(k), k - np.diag(np.diag(k)), m - np.diag(np.diag(m))
    sums = k.sum() * m.sum() / ((n - 1) * (n - 2))
    return np.trace(k @ m) + sums - 2 / (n - 2) * (k.sum(0) @ m.sum(0))


def test_cka_of_noise_is_high_unless_debiased():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 20, 2000))
    assert linear_cka(x, y) > 0.9
    assert abs(linear_cka(x, y, debiased=True)) < 0.2
    assert linear_cka(x, np.full((20, 3), 0.1)) == 0


def test_cka_does_not_depend_on_blocks(monkeypatch):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 7)), rng.normal(size=(30, 200))
    expected = linear_cka(x, y), linear_cka(y, y + y**2)
    monkeypatch.setattr("ser_evals.metrics._linear_cka.BLOCK", 4)
    assert (linear_cka(x, y), linear_cka(y, y + y**2)) == pytest.approx(expected)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 8), st.integers(3, 7), st.integers(0, 10**6))
def test_concordance_is_friedmans_statistic_and_mean_spearman(m, n, seed):
    rankings = np.random.default_rng(seed).integers(0, 4, (m, n))
    if (np.ptp(rankings, axis=1) == 0).all():
        assert concordance(rankings) == 0
        return
    chi_square = scipy.stats.friedmanchisquare(*rankings.T).statistic
    assert concordance(rankings) == pytest.approx(chi_square / (m * (n - 1)), abs=1e-9)
    whole = np.array([np.random.default_rng(seed + i).permutation(n) for i in range(m)])
    rho = np.corrcoef(whole)[np.triu_indices(m, 1)].mean()
    assert concordance(whole) == pytest.approx((rho * (m - 1) + 1) / m, abs=1e-9)


def test_concordance_extremes():
    assert concordance([[3, 1, 2]] * 5) == concordance([[0.1, 0.9], [2, 30]]) == 1
    assert concordance([[1, 2], [2, 1]]) == concordance([[5, 5], [7, 7]]) == 0


@settings(max_examples=100, deadline=None)
@given(triples)
def test_mcnemar_counts_and_is_symmetric(rows):
    true, a, b = map(np.array, zip(*rows, strict=True))
    found, other = mcnemar(true, a, b), mcnemar(true, b, a)
    assert (found.only_a, found.only_b) == (other.only_b, other.only_a)
    assert found.p == pytest.approx(other.p) and 0 <= found.p <= 1
    assert found.only_a - found.only_b == (a == true).sum() - (b == true).sum()
    assert mcnemar(true, a, a).p == 1


def test_mcnemar_exact_and_chi_square():
    a, b = [0] * 100 + [1] * 80, [1] * 100 + [0] * 80
    found = mcnemar([0] * 180, a, b)
    assert found.statistic == pytest.approx(19**2 / 180) and not found.exact
    assert found.p == pytest.approx(scipy.stats.chi2.sf(found.statistic, 1))
    assert found.p == pytest.approx(scipy.stats.binomtest(80, 180).pvalue, rel=0.02)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.p = 0


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("clustered", [True, False])
@pytest.mark.parametrize("metric", [*metrics.list_metrics(), "recall_1"])
def test_a_difference_is_that_of_the_values_and_antisymmetric(metric, clustered, method):
    true, a, b, who = two_systems()
    options = {
        "metric": metric,
        "speakers": who if clustered else None,
        "method": method,
        "n_resamples": 200,
    }
    found, other = (
        paired_difference(true, a, b, **options),
        paired_difference(true, b, a, **options),
    )
    values = [bootstrap(true, p, metric=metric, labels=range(4)).value for p in (a, b)]
    assert found.value == pytest.approx(values[0] - values[1], abs=1e-12)
    assert found.unit == ("speaker" if clustered else "utterance")
    assert -1 <= found.low < found.value < found.high <= 1
    mirrored = [-other.value, -other.high, -other.low]
    if method != "bca":
        assert [found.value, found.low, found.high] == pytest.approx(mirrored, abs=1e-9)
    same = paired_difference(true, a, a, **options)
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_pairing_narrows_and_seeds_are_averaged():
    true, a, b, who = two_systems(speakers=30)
    found = paired_difference(true, a, b, speakers=who)
    widths = [bootstrap(true, p, speakers=who).width for p in (a, b)]
    assert found.width < np.hypot(*widths)
    seeds = np.repeat([5, 6, 7], len(true))
    tiled = [np.tile(v, 3) for v in (true, a, b)]
    many = paired_difference(*tiled, speakers=np.tile(who, 3), seeds=seeds)
    assert (many.value, many.low) == pytest.approx((found.value, found.low))
    many = paired_difference(*tiled, seeds=seeds)
    assert many.width == pytest.approx(paired_difference(true, a, b).width, rel=0.01)


def test_extremes_of_differences():
    true, who = [0, 1] * 20, np.repeat(range(10), 4)
    never = [1, 0] * 20
    found = paired_difference(true, true, never, speakers=who)
    assert found.value == found.high == 1 and 0 < found.low < 1
    other = paired_difference(true, never, true, speakers=who)
    assert (other.value, other.low, other.high) == (-1, -1, -found.low)


def test_a_class_of_one_speaker_varies_by_pairs_of_utterances():
    true, a, b, who = two_systems()
    lone = (true == 3) & (who > 0)
    true, a, b = (np.where(lone & (v == 3), 0, v) for v in (true, a, b))
    same_there = np.where(true == 3, a, b)
    alike = paired_difference(true, a, same_there, speakers=who, metric="recall_3")
    assert (alike.value, alike.width) == (0, 0)
    assert paired_difference(true, a, b, speakers=who, metric="recall_3").width > 0


@pytest.mark.parametrize("speakers", [6, 24])
def test_differences_hold_the_true_one(speakers):
    held = 0
    for seed in range(250):
        true, a, b, who = two_systems(speakers=speakers, seed=seed)
        found = paired_difference(true, a, b, speakers=who)
        held += found.low <= 0.1 <= found.high
    assert 0.92 <= held / 250 <= 0.99


def test_two_stage_is_wider_than_speakers_alone_and_without_them_plain():
    true, a, _, who = two_systems(per=8)
    widths = [bootstrap(true, a, speakers=who, method=m).width for m in ("percentile", "two_stage")]
    assert widths[1] > 1.1 * widths[0]
    plain, nested = (bootstrap(true, a, method=m) for m in ("percentile", "two_stage"))
    assert (plain.low, plain.high) == (nested.low, nested.high)
    once = bootstrap(true, a, speakers=np.arange(len(true)), method="two_stage")
    assert once.width == pytest.approx(plain.width, rel=0.1)
    tiled = bootstrap(
        np.tile(true, 2),
        np.tile(a, 2),
        speakers=np.tile(who, 2),
        method="two_stage",
        seeds=np.repeat([0, 1], len(true)),
    )
    assert tiled.width == pytest.approx(widths[1], rel=0.1)


def test_ranks_of_clearly_different_and_of_equal_systems():
    rng = np.random.default_rng(0)
    scores = np.array([0.9, 0.5, 0.5, 0.1])[:, None] + 0.02 * rng.normal(size=(4, 14))
    found = rank_interval(scores)
    told = ~np.eye(4, dtype=bool)
    told[1, 2] = told[2, 1] = False
    assert (found.separable == told).all()
    assert found.best.tolist() == [1, 2, 2, 4] and found.worst.tolist() == [1, 3, 3, 4]
    assert (found.low <= found.mean_rank).all() and (found.mean_rank <= found.high).all()
    assert found.mean_rank[0] == found.low[0] == found.high[0] == 1
    again = rank_interval(scores**3)
    for field in dataclasses.fields(found):
        assert np.array_equal(getattr(found, field.name), getattr(again, field.name))
    order = [2, 0, 3, 1]
    assert (rank_interval(scores[order]).separable == found.separable[np.ix_(order, order)]).all()


def test_equal_systems_are_rarely_told_apart():
    rng = np.random.default_rng(0)
    wrong = [
        rank_interval(rng.normal(size=(5, 20)), n_resamples=500).separable.any() for _ in range(60)
    ]
    assert np.mean(wrong) <= 0.1
    assert not rank_interval([[1.0] * 5, [0.0] * 5]).separable.any()
    assert rank_interval([[1.0] * 6, [0.0] * 6]).separable[0, 1]
    tied = rank_interval(np.ones((3, 9)))
    assert (tied.mean_rank == 2).all() and (tied.p == 1).all()


@pytest.mark.parametrize(
    "call, message",
    [
        (
            lambda: agreement([0, 1], [0]),
            "predictions_a and predictions_b differ in length: 2 and 1",
        ),
        (lambda: agreement([], []), "empty"),
        (lambda: agreement([0, 1], [0, None]), "predictions_b has a missing value .* at row 1"),
        (
            lambda: mcnemar([0], [0], [0, 1]),
            "references and predictions_b differ in length: 1 and 2",
        ),
        (lambda: paired_difference([0], [0, 1], [0]), "predictions_a differ in length: 1 and 2"),
        (lambda: paired_difference([], [], []), "empty"),
        (lambda: paired_difference([0, 1], [0, 1], [0, 5], labels=[0, 1]), "prediction_b 5 is not"),
        (lambda: paired_difference([0, 1], [0, 1], [0, 1], speakers=[]), "of the 2 rows, found 0"),
        (lambda: paired_difference([0, 1], [0, 1], [0, 1], method="x"), "unknown method"),
        (lambda: paired_difference([0, 1], [0, 1], [0, 1], metric="x"), "unknown metric"),
        (lambda: linear_cka([[1, 2]] * 3, [[1, 2]] * 4), "x and y differ in length: 3 and 4"),
        (lambda: linear_cka([1, 2], [[1, 2]]), r"x: expected numbers \(utterances, features\)"),
        (lambda: linear_cka([[1], [np.nan]], [[1], [2]]), "x has nan at row 1, column 0"),
        (lambda: linear_cka([[1], [2]], [[1], [2]], debiased=True), "at least 4 rows, found 2"),
        (lambda: concordance([[1, 2]]), "two corpora and two systems"),
        (lambda: concordance([[1, 2], [1, np.nan]]), "rankings has nan at row 1, column 1"),
        (lambda: rank_interval([[1, 2], [1, np.nan]]), "scores has nan at row 1, column 1"),
        (lambda: rank_interval([[1, 2]]), "two systems and two corpora"),
        (lambda: rank_interval([[1, 2], [3, 4]], confidence_level=95), "confidence_level"),
    ],
)
def test_mistakes(call, message):
    with pytest.raises(SerEvalsError, match=message):
        call()
