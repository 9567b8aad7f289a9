import audmetric
import numpy as np
import pytest
import scipy.stats
import sklearn.metrics as sk
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ser_evals import metrics
from ser_evals.errors import SerEvalsError
from ser_evals.metrics import (
    ccc,
    cross_entropy,
    cross_entropy_per_row,
    expected_calibration_error,
    gini,
    pearson,
)

numbers = st.integers(-1000, 1000).map(lambda x: x / 64)
columns = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=40)


@settings(max_examples=200, deadline=None)
@given(columns)
def test_correlations_equal_the_libraries(rows):
    true, guess = np.array(rows).T
    assume(np.ptp(true) and np.ptp(guess))
    assert pearson(true, guess) == pytest.approx(scipy.stats.pearsonr(true, guess)[0], abs=1e-9)
    assert ccc(true, guess) == pytest.approx(audmetric.concordance_cc(true, guess), abs=1e-9)
    assert ccc(true, guess) == pytest.approx(ccc(guess, true))
    assert abs(ccc(true, guess)) <= abs(pearson(true, guess)) + 1e-12
    assert pearson(true, guess) == pytest.approx(pearson(true, 3 * guess - 2), abs=1e-9)


def test_correlations_of_constants_and_perfect_predictions():
    assert ccc([0.1] * 3, [0.1] * 3) == ccc([1, 2], [1, 2]) == pearson([1, 2], [1, 2]) == 1
    assert ccc([0.1] * 3, [0.2] * 3) == ccc([1, 2], [3, 3]) == pearson([1, 2], [0.1, 0.1]) == 0
    assert ccc([1, 2], [2, 1]) == pearson([1, 2], [2, 1]) == -1


def random_case(seed, n, classes):
    rng = np.random.default_rng(seed)
    logits = 3 * rng.normal(size=(n, classes))
    return rng.integers(0, classes, n), logits, np.exp(logits) / np.exp(logits).sum(1)[:, None]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(2, 8))
def test_cross_entropy_equals_scikit_learn(seed, n, classes):
    true, logits, probabilities = random_case(seed, n, classes)
    expected = sk.log_loss(true, probabilities, labels=range(classes))
    assert cross_entropy(true, probabilities) == pytest.approx(expected, abs=1e-12)
    assert cross_entropy(true, logits + 7, logits=True) == pytest.approx(expected, abs=1e-9)
    names = np.array(list("hgfedcba"))[:classes]
    assert cross_entropy(names[true], probabilities, labels=names) == pytest.approx(expected)
    assert cross_entropy_per_row(true, probabilities).shape == (n,)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(2, 8), st.integers(1, 20))
def test_calibration_error_equals_a_loop_over_bins(seed, n, classes, n_bins):
    true, _, probabilities = random_case(seed, n, classes)
    confidence, right = probabilities.max(1), probabilities.argmax(1) == true
    expected = 0.0
    for i in range(n_bins):
        held = (confidence > i / n_bins) & (confidence <= (i + 1) / n_bins)
        if held.any():
            expected += held.mean() * abs(right[held].mean() - confidence[held].mean())
    found = expected_calibration_error(true, probabilities, n_bins=n_bins)
    assert found == pytest.approx(expected, abs=1e-12) and 0 <= found <= 1
    order = np.random.default_rng(seed).permutation(n)
    again = expected_calibration_error(true[order], probabilities[order], n_bins=n_bins)
    assert again == pytest.approx(found)


def test_perfect_and_chance_probabilities():
    true, sure, even = [0, 1, 2], np.eye(3), np.full((3, 3), 1 / 3)
    assert cross_entropy(true, sure) == expected_calibration_error(true, sure) == 0
    assert cross_entropy(true, even) == pytest.approx(np.log(3))
    assert expected_calibration_error(true, even) == pytest.approx(0)
    assert cross_entropy([1, 2, 0], sure) == np.inf
    assert expected_calibration_error([1, 2, 0], sure) == 1
    assert cross_entropy(["b", "a", "c"], sure[[1, 0, 2]]) == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 100).map(lambda x: x / 100), min_size=1, max_size=30))
def test_gini_is_the_double_sum(values):
    u = np.array(values)
    mean = u.mean() or 1
    expected = np.abs(u[:, None] - u).sum() / (2 * len(u) ** 2 * mean)
    assert gini(values) == pytest.approx(expected, abs=1e-12)
    assert gini(7 * u) == pytest.approx(gini(values), abs=1e-12)
    assert gini(np.tile(u, 3)) == pytest.approx(gini(values), abs=1e-12)
    assert 0 <= gini(values) <= (len(u) - 1) / len(u)


def test_gini_extremes():
    assert gini([0.3] * 7) == gini([0, 0]) == gini([5]) == 0
    assert gini([0] * 9 + [2]) == pytest.approx(0.9)


PAIR = [[0.5, 0.5], [0.5, 0.5]]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: ccc([0, 1], [0, 1, 2]), "references and predictions differ in length: 2 and 3"),
        (lambda: pearson([], []), "empty"),
        (lambda: ccc([0, 1], [0, np.nan]), "predictions has nan at row 1"),
        (lambda: pearson(["a"], ["b"]), "one number for each row"),
        (lambda: pearson([[1, 2]], [[1, 2]]), "one number for each row"),
        (lambda: gini([]), "empty"),
        (lambda: gini([1, -1]), "no negative"),
        (lambda: cross_entropy([0, 1], [[0.9, 0.1], [0.9, 0.2]]), "sum to one: row 1 sums to 1.1"),
        (lambda: cross_entropy([0, 1], [[0.9, 0.1], [2, -1]]), "-1 at row 1: are these logits"),
        (lambda: cross_entropy([0, 1], [[0.9, 0.1], [np.nan, 0]]), "NaN or .* at row 1"),
        (lambda: cross_entropy([0], PAIR), "references and scores differ in length: 1 and 2"),
        (lambda: cross_entropy([0, 2], PAIR), "reference 2 is not one of the labels"),
        (lambda: cross_entropy(["a", "a"], PAIR), "the 2 columns in order"),
        (lambda: cross_entropy([0, 1], PAIR, labels=[0, 1, 2]), "the 2 columns in order"),
        (
            lambda: cross_entropy([0], [[-np.inf] * 2], logits=True),
            "every class is masked at row 0",
        ),
        (lambda: cross_entropy([0, None], PAIR), "references has a missing value .* at row 1"),
        (lambda: expected_calibration_error([], np.zeros((0, 2))), "empty"),
        (lambda: expected_calibration_error([0, 1], [[1, 1], [1, 0]]), "row 0 sums to 2"),
        (lambda: expected_calibration_error([0, 1], PAIR, n_bins=0), "n_bins"),
    ],
)
def test_mistakes(call, message):
    with pytest.raises(SerEvalsError, match=message):
        call()


def test_none_of_these_is_a_point_metric_to_be_bootstrapped():
    names = {"ccc", "gini", "cross_entropy", "speaker_uar", "agreement", "group_gap"}
    assert not {"estimate", "sign_flip_p", "encode_pair"} & set(dir(metrics))
    assert names <= set(dir(metrics)) and not names & set(metrics.list_metrics())
