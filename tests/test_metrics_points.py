import warnings

import audmetric
import numpy as np
import pytest
import sklearn.metrics as sk
from hypothesis import given, settings
from hypothesis import strategies as st

from ser_evals import metrics
from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError

EMOVO = [84, 84, 84, 84, 84, 84, 0, 84]
CAFE = [144, 144, 144, 144, 144, 144, 0, 72]
BAUM1 = [199, 170, 114, 72, 41, 98, 0, 185]

TWINS = {
    "uar": sk.balanced_accuracy_score,
    "accuracy": sk.accuracy_score,
    "macro_f1": lambda r, p: sk.f1_score(r, p, average="macro", zero_division=0),
    "weighted_f1": lambda r, p: sk.f1_score(r, p, average="weighted", zero_division=0),
    "macro_precision": lambda r, p: sk.precision_score(r, p, average="macro", zero_division=0),
}
AUDMETRIC = {
    "uar": audmetric.unweighted_average_recall,
    "accuracy": audmetric.accuracy,
    "macro_f1": audmetric.unweighted_average_fscore,
    "macro_precision": audmetric.unweighted_average_precision,
}

pairs = st.one_of(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40),
    st.lists(
        st.tuples(st.sampled_from(EMOTIONS[:4]), st.sampled_from(EMOTIONS)), min_size=1, max_size=40
    ),
)


def point_metrics():
    return [(name, getattr(metrics, name)) for name in metrics.list_metrics()]


def test_every_point_metric_has_a_twin():
    assert set(TWINS) == set(metrics.list_metrics())


@settings(max_examples=150, deadline=None)
@given(pairs)
def test_equal_to_scikit_learn(rows):
    references, predictions = zip(*rows, strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn warns of classes that are only predicted
        for name, metric in point_metrics():
            twin = TWINS[name](references, predictions)
            assert metric(references, predictions) == pytest.approx(twin, abs=1e-12), name
        present, every = sorted(set(references)), sorted({*references, *predictions})
        matrix = sk.confusion_matrix(references, predictions, labels=every)
        recalls = sk.recall_score(references, predictions, labels=present, average=None)
    assert (metrics.confusion(references, predictions) == matrix).all()
    expected = dict(zip(present, recalls, strict=True))
    assert metrics.recall_per_class(references, predictions) == pytest.approx(expected)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=30), st.randoms(use_true_random=False))
def test_equal_to_audmetric_where_all_classes_occur(references, random):
    # audmetric scores a class that only the predictions have as recall 0; scikit-learn does not.
    predictions = random.sample(references, len(references))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, twin in AUDMETRIC.items():
            value = getattr(metrics, name)(references, predictions)
            assert value == pytest.approx(twin(references, predictions), abs=1e-12), name


@pytest.mark.parametrize("counts, expected", [(EMOVO, 0.03571), (CAFE, 0.03810), (BAUM1, 0.01273)])
def test_macro_f1_of_always_surprise_is_the_published_one(counts, expected):
    references = np.repeat(EMOTIONS, counts)
    found = metrics.macro_f1(references, ["surprise"] * len(references))
    assert round(found, 5) == expected


@pytest.mark.parametrize("name, metric", point_metrics())
def test_perfect_is_one_and_order_does_not_matter(name, metric):
    rng = np.random.default_rng(0)
    references, predictions = rng.choice(EMOTIONS, 200), rng.choice(EMOTIONS, 200)
    assert metric(references, references) == 1.0
    order = rng.permutation(200)
    assert metric(references, predictions) == metric(references[order], predictions[order])


@pytest.mark.parametrize("name, metric", point_metrics())
def test_one_class(name, metric):
    assert metric(["fear"], ["fear"]) == 1.0
    assert metric(["fear"], ["anger"]) == 0.0


def test_constant_predictions_have_chance_uar():
    references = np.repeat(EMOTIONS, [10, 1, 2, 30, 4, 5, 6, 7])
    assert metrics.uar(references, ["fear"] * 65) == pytest.approx(1 / 8)


@pytest.mark.parametrize("name, metric", point_metrics())
def test_labels_that_do_not_occur_change_nothing(name, metric):
    references, predictions = ["fear", "fear", "anger"], ["fear", "anger", "anger"]
    assert metric(references, predictions, labels=EMOTIONS) == metric(references, predictions)


@pytest.mark.parametrize("name, metric", point_metrics())
def test_stacks_of_matrices(name, metric):
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 4, (2, 3, 2, 25))
    stack = np.array([[metrics.confusion(*r, labels=range(5)) for r in row] for row in rows])
    module = __import__(f"ser_evals.metrics._{name}", fromlist=["from_confusion"])
    expected = [[metric(*r) for r in row] for row in rows]
    assert np.allclose(module.from_confusion(stack), expected, atol=1e-14)
    assert module.from_confusion(np.zeros((5, 5))) == 0


def test_labels_give_the_order():
    matrix = metrics.confusion(["a", "b", "b"], ["a", "a", "b"], labels=["b", "c", "a"])
    assert matrix.tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 1]]
    found = metrics.recall_per_class(["a", "b"], ["a", "a"], labels=["b", "c", "a"])
    assert list(found.items()) == [("b", 0.0), ("a", 1.0)]


def test_series_and_arrays_of_other_types():
    import pandas

    references = pandas.Series(["fear", "anger"], dtype="category")
    assert metrics.uar(references, np.array(["fear", "fear"], object)) == 0.5
    assert metrics.uar(np.array([0, 1], np.int8), [0.0, 1.0]) == 1.0


@pytest.mark.parametrize(
    "arguments, labels, message",
    [
        (([0, 1], [0, 1, 1]), None, "length: 2 and 3"),
        (([], []), None, "empty"),
        ((["fear"], ["joy"]), EMOTIONS, "prediction 'joy' is not one of the labels"),
        ((["joy"], ["fear"]), EMOTIONS, "reference 'joy' is not one of the labels"),
        (([0.0, float("nan")], [0, 1]), None, "references has a missing value"),
        (([0, 1], [0, None]), None, "predictions has a missing value"),
        (([0, 1], [0, 0.5]), None, "ints or strings, found 0.5"),
        (([0, 1], ["a", "b"]), None, "mix ints and strings"),
        (([[0, 1]], [[0, 1]]), None, "found lists"),
        (([0, 1], [0, 1]), [0, 1, 1], "twice"),
    ],
)
def test_mistakes(arguments, labels, message):
    for name in [*metrics.list_metrics(), "confusion", "recall_per_class"]:
        with pytest.raises(SerEvalsError, match=message):
            getattr(metrics, name)(*arguments, labels=labels)


def test_public_names_are_functions_after_imports_of_their_modules():
    import ser_evals.metrics._uar

    assert callable(ser_evals.metrics.uar)
    assert {"uar", "bootstrap", "logit_adjust", "Interval"} <= set(dir(metrics))
    for name in dir(metrics):
        assert callable(getattr(metrics, name)) and getattr(metrics, name).__doc__
    for name in ("nothing", "discovery", "classes", "units"):
        assert not hasattr(metrics, name)
