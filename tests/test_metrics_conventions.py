import inspect
import warnings

import audmetric
import numpy as np
import pytest
import sklearn.metrics as sk
from hypothesis import given, settings
from hypothesis import strategies as st

from ser_evals.errors import SerEvalsError
from ser_evals.metrics import logit_adjust, uar

TRUE, GUESS = [0, 0, 1, 1], [0, 0, 1, 2]
pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40)


def test_the_case_on_which_libraries_differ():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert uar(TRUE, GUESS) == sk.balanced_accuracy_score(TRUE, GUESS) == 0.75
        assert sk.recall_score(TRUE, GUESS, average="macro") == 0.5
        assert audmetric.unweighted_average_recall(TRUE, GUESS) == 0.5
        assert audmetric.unweighted_average_recall(TRUE, GUESS, labels=[0, 1]) == 1.0
    assert uar(TRUE, GUESS, convention="union") == 0.5
    assert uar(TRUE, GUESS, labels=[0, 1], convention="drop") == 1.0
    with pytest.raises(SerEvalsError, match="prediction 2 is not one of the labels"):
        uar(TRUE, GUESS, labels=[0, 1])


@settings(max_examples=150, deadline=None)
@given(pairs, st.sets(st.integers(0, 6), min_size=1))
def test_conventions_equal_the_libraries(rows, labels):
    true, guess = zip(*rows, strict=True)
    labels = sorted(labels)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert uar(true, guess) == pytest.approx(sk.balanced_accuracy_score(true, guess))
        union = uar(true, guess, convention="union")
        assert union == pytest.approx(sk.recall_score(true, guess, average="macro"))
        assert union == pytest.approx(audmetric.unweighted_average_recall(true, guess))
        assert union == pytest.approx(uar(true, guess, labels=range(9), convention="union"))
        if any(t in labels and g in labels for t, g in rows):
            found = uar(true, guess, labels=labels, convention="drop")
            twin = audmetric.unweighted_average_recall(true, guess, labels=labels)
            assert found == pytest.approx(twin)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"convention": "unoin"}, "unknown convention 'unoin': did you mean 'union'"),
        ({"convention": "drop"}, "give labels="),
        ({"convention": "drop", "labels": [7, 8]}, "no row is within the labels"),
    ],
)
def test_mistakes_in_conventions(options, message):
    with pytest.raises(SerEvalsError, match=message):
        uar(TRUE, GUESS, **options)


SCORES = np.array([[1.0, 0.5, -1.0], [0.0, 2.0, 3.0]])
SOURCE, TARGET = [0.7, 0.3, 0.0], [0.2, 0.5, 0.3]


def test_modes_choose_among_the_same_arguments():
    given = {"source_prior": SOURCE, "target_prior": TARGET}
    none = logit_adjust(SCORES, **given, mode="none")
    assert (none == logit_adjust(SCORES, mask=[False, False, True])).all()
    source = logit_adjust(SCORES, **given, mode="source")
    assert (source == logit_adjust(SCORES, source_prior=SOURCE)).all()
    target = logit_adjust(SCORES, **given, mode="target")
    assert (target == logit_adjust(SCORES, **given)).all()
    assert (target == logit_adjust(SCORES, **given, mode="oracle")).all()
    assert (logit_adjust(SCORES, mode="none") == SCORES).all()
    assert (logit_adjust(SCORES, SOURCE, TARGET, "target") == target).all()
    assert list(inspect.signature(logit_adjust).parameters)[1:4] == [*given, "mode"]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: logit_adjust(SCORES, mode="sauce"), "unknown mode 'sauce'"),
        (lambda: logit_adjust(SCORES, mode="source"), "mode 'source' needs source_prior"),
        (lambda: logit_adjust(SCORES, SOURCE, mode="oracle"), "mode 'oracle' needs target_prior"),
        (lambda: logit_adjust([[0, 1], [np.nan, 1]]), "NaN or .inf at row 1"),
        (lambda: logit_adjust([["a", "b"]]), "array .* of numbers"),
    ],
)
def test_mistakes_in_modes(call, message):
    with pytest.raises(SerEvalsError, match=message):
        call()
