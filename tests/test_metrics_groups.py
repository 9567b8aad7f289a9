import numpy as np
import pandas
import pytest
import sklearn.metrics as sk
from hypothesis import given, settings
from hypothesis import strategies as st

from ser_evals import metrics
from ser_evals.errors import SerEvalsError
from ser_evals.metrics import gini, group_gap, per_group, speaker_gini, speaker_uar

rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([*"abcd", None])),
    min_size=1,
    max_size=60,
).filter(lambda found: len({who for _, _, who in found} - {None}) > 1)


@settings(max_examples=100, deadline=None)
@pytest.mark.filterwarnings("ignore")
@given(rows, st.sampled_from(metrics.list_metrics()))
def test_each_group_is_scored_as_if_alone(found, name):
    true, guess, who = map(np.array, zip(*found, strict=True))
    expected = {
        g: getattr(metrics, name)(true[who == g], guess[who == g]) for g in set(who) - {None}
    }
    values = per_group(true, guess, groups=who, metric=name)
    assert values == pytest.approx(expected)
    gap = group_gap(true, guess, groups=who, metric=name)
    assert gap == pytest.approx(max(expected.values()) - min(expected.values()))


@settings(max_examples=50, deadline=None)
@pytest.mark.filterwarnings("ignore")
@given(rows, st.randoms(use_true_random=False))
def test_a_speaker_is_scored_over_the_classes_that_it_has(found, random):
    true, guess, who = map(np.array, zip(*found, strict=True))
    values = speaker_uar(true, guess, speakers=who)
    for name, value in values.items():
        mine = who == name
        assert value == pytest.approx(sk.balanced_accuracy_score(true[mine], guess[mine]))
    assert speaker_gini(true, guess, speakers=who) == gini(values.values())
    order = random.sample(range(len(true)), len(true))
    assert speaker_uar(true[order], guess[order], speakers=who[order]) == values


def test_perfect_and_constant_predictions():
    true, who = [0, 1, 2] * 4, np.repeat(list("abcd"), 3)
    assert speaker_gini(true, true, speakers=who) == group_gap(true, true, groups=who) == 0
    values = speaker_uar(true, [1] * 12, speakers=who)
    assert list(values.values()) == pytest.approx([1 / 3] * 4)
    assert speaker_gini(true, [3] * 12, speakers=who) == 0
    alone = np.where(who == "a", true, 3)
    assert speaker_gini(true, alone, speakers=who) == pytest.approx(3 / 4)


@pytest.mark.parametrize("unknown", [None, float("nan"), pandas.NA])
def test_unknown_and_small_groups_are_left_out(unknown):
    who = pandas.Series(["a", "a", "a", "b", unknown, unknown], dtype=object)
    true, guess = [0, 0, 1, 0, 0, 1], [0, 0, 1, 1, 1, 0]
    assert speaker_uar(true, guess, speakers=who) == {"a": 1.0, "b": 0.0}
    assert speaker_uar(true, guess, speakers=who, min_utterances=2) == {"a": 1.0}
    assert speaker_gini(true, guess, speakers=who, min_utterances=2) == 0
    assert per_group(true, guess, groups=who, labels=[1, 0, 5]) == {"a": 1.0, "b": 0.0}


@pytest.mark.parametrize("function", [speaker_uar, speaker_gini, per_group, group_gap])
@pytest.mark.parametrize(
    "columns, options, message",
    [
        (([0, 1], [0, 1, 1], [1, 1]), {}, "length: 2 and 3"),
        (([0, 1], [0, 1], [1]), {}, "expected one for each of the 2 rows, found 1"),
        (([0, 1], [0, 1], []), {}, "expected one for each of the 2 rows, found 0"),
        (([0, 1], [0, 1], [None, None]), {}, "none is known"),
        (([0, 1], [0, 1], [1, 2]), {"min_utterances": 2}, "min_utterances=2"),
        (([], [], []), {}, "empty"),
        (([0, 1], [0, np.nan], [1, 2]), {}, "predictions has a missing value .* at row 1"),
        (([0, 1], [0, 7], [1, 2]), {"labels": [0, 1]}, "prediction 7 is not one of"),
    ],
)
def test_mistakes(function, columns, options, message):
    true, guess, who = columns
    by = "speakers" if function in (speaker_uar, speaker_gini) else "groups"
    with pytest.raises(SerEvalsError, match=message):
        function(true, guess, **{by: who}, **options)


def test_a_gap_needs_two_groups_and_a_metric():
    with pytest.raises(SerEvalsError, match="two groups, found only 'f'"):
        group_gap([0, 1], [0, 1], groups=["f", "f"])
    with pytest.raises(SerEvalsError, match="unknown metric 'uarr': did you mean 'uar'"):
        group_gap([0, 1], [0, 1], groups=["f", "m"], metric="uarr")
