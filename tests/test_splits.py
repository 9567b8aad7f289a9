"""Folds over groups: nothing is divided, everything is tested once, always in the same way."""

import random
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from ser_evals.corpora import get_corpus
from ser_evals.data import index
from ser_evals.errors import SerEvalsError
from ser_evals.splits import check_apart, check_disjoint, folds, join_groups


def corpus(seed: int, *, speakers: int, classes: int = 4, each: int = 6) -> tuple[list, list]:
    rng = np.random.default_rng(seed)
    groups = [f"s{i}" for i in range(speakers) for _ in range(each + int(rng.integers(3)))]
    return groups, [f"c{c}" for c in rng.integers(classes, size=len(groups))]


@pytest.mark.parametrize("speakers", [2, 3, 5, 10, 24])
def test_groups_are_not_divided_and_all_is_tested(speakers: int) -> None:
    groups, labels = corpus(speakers, speakers=speakers)
    fold = folds(groups, labels)
    assert len({(g, f) for g, f in zip(groups, fold, strict=True)}) == speakers
    assert sorted(set(fold.tolist())) == list(range(min(5, speakers)))


def test_folds_depend_on_the_arguments_only() -> None:
    groups, labels = corpus(0, speakers=9)
    first = folds(groups, labels)
    np.random.seed(1)
    random.seed(1)
    np.testing.assert_array_equal(folds(groups, labels), first)


def test_folds_are_stratified() -> None:
    """Five speakers have only c0, five only c1: every fold gets one of each kind."""
    groups = [f"s{i}" for i in range(10) for _ in range(4)]
    labels = [f"c{i % 2}" for i in range(10) for _ in range(4)]
    fold = folds(groups, labels)
    for k in range(5):
        assert Counter(np.array(labels)[fold == k]) == {"c0": 4, "c1": 4}


def test_every_class_is_trained_on_where_that_is_possible() -> None:
    """The rare class is spoken by two of eight speakers, who must not share a fold."""
    groups = [f"s{i}" for i in range(8) for _ in range(10)]
    labels = ["common"] * 80
    labels[0] = labels[10] = "rare"
    fold = folds(groups, labels)
    assert fold[0] != fold[10]


def test_two_speakers_give_two_folds() -> None:
    groups = ["OAF"] * 7 + ["YAF"] * 7
    fold = folds(groups, list("abcdefg") * 2)
    assert sorted((fold[:7].tolist(), fold[7:].tolist())) == [[0] * 7, [1] * 7]


def test_leave_one_speaker_out() -> None:
    groups, labels = corpus(3, speakers=7)
    fold = folds(groups, labels, n_folds=100)
    assert len(set(zip(groups, fold.tolist(), strict=True))) == len(set(fold.tolist())) == 7


@pytest.mark.parametrize("groups", [["a", "a", "a"], []])
def test_fewer_than_two_groups_are_an_error(groups: list[str]) -> None:
    with pytest.raises(SerEvalsError, match="at least two groups"):
        folds(groups, ["x"] * len(groups))


def test_classes_rarer_than_the_folds() -> None:
    """scikit-learn refuses to stratify where no class has a member per fold."""
    groups = ["a", "b", "c", "d", "e", "f"]
    fold = folds(groups, ["u", "v", "w", "x", "y", "z"])
    assert sorted(Counter(fold.tolist()).values()) == [1, 1, 1, 1, 2]


@pytest.mark.parametrize(
    ("groups", "labels"),
    [
        ("0111122233", "0000022102"),
        ("011223333", "200000022"),
        ("011112222333444", "100100000111202"),
    ],
)
def test_no_fold_is_empty(groups: str, labels: str) -> None:
    """StratifiedGroupKFold leaves a fold without a group here, whatever the shuffling."""
    fold = folds(list(groups), list(labels))
    assert len(set(zip(groups, fold.tolist(), strict=True))) == len(set(groups))
    assert set(fold.tolist()) == set(range(len(set(groups))))


def test_small_and_lopsided_corpora_can_be_dealt() -> None:
    rng = np.random.default_rng(0)
    for _ in range(40):
        speakers, items = int(rng.integers(2, 8)), int(rng.integers(8, 30))
        shares = rng.dirichlet(np.full(speakers, 0.3))
        groups = [*range(speakers), *rng.choice(speakers, items, p=shares).tolist()]
        fold = folds(groups, rng.integers(6, size=len(groups)).tolist())
        check_disjoint(fold.tolist(), groups)
        assert len(set(fold.tolist())) == min(5, speakers)


def brute_force(*labellings: list) -> set[frozenset[int]]:
    """Merge sets of items that share a label until nothing changes."""
    sets = [{i} for i in range(len(labellings[0]))]
    for labels in labellings:
        for name in {x for x in labels if x is not None}:
            sets.append({i for i, x in enumerate(labels) if x == name})
    while True:
        pair = next(((a, b) for a, b in combinations(sets, 2) if a & b), None)
        if pair is None:
            return {frozenset(s) for s in sets}
        sets = [s for s in sets if s is not pair[0] and s is not pair[1]] + [pair[0] | pair[1]]


@pytest.mark.parametrize("seed", range(20))
def test_join_groups_finds_the_connected_components(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.randint(1, 25)
    labellings = [
        [rng.choice([None, *range(rng.randint(1, 20))]) for _ in range(size)] for _ in range(3)
    ]
    numbers = join_groups(*labellings)
    found = {frozenset(i for i, n in enumerate(numbers) if n == m) for m in numbers}
    assert found == brute_force(*labellings)
    assert list(dict.fromkeys(numbers)) == list(range(len(found)))


def test_none_joins_nothing() -> None:
    assert join_groups([None, None, "a"], [None, "x", "x"]) == [0, 1, 1]


def test_labels_of_different_kinds_are_not_mixed_up() -> None:
    assert join_groups(["a", "b"], ["b", "a"]) == [0, 1]


def test_check_disjoint_names_the_group() -> None:
    check_disjoint([0, 0, 1, 1], ["a", "b", "c", "c"])
    with pytest.raises(SerEvalsError, match="group 'b' is in folds 0 and 1: a leak"):
        check_disjoint([0, 0, 1], ["a", "b", "b"])


def test_check_apart_names_the_label() -> None:
    labels = ["a", "a", "b", "c"]
    check_apart(labels, [0, 1], [2, 3])
    with pytest.raises(SerEvalsError, match=re.escape("1 in training and test at once, such as a")):
        check_apart(labels, [0, 2], [1, 3])


@pytest.mark.real_corpora
def test_urdu_trains_on_every_class_in_every_fold(corpora_dir: Path) -> None:
    """All its angry speech is of four of 29 speakers."""
    data = index(get_corpus("urdu"), corpora_dir / "urdu")
    labels = np.array([row["emotion"] for row in data.rows])
    fold = folds([row["group"] for row in data.rows], labels.tolist())
    assert len(set(fold.tolist())) == 5
    for k in range(5):
        assert set(labels[fold != k]) == {"anger", "happiness", "neutral", "sadness"}


def test_as_many_folds_as_groups_leaves_one_speaker_out() -> None:
    groups = ["c", "a", "b", "a", "c", "b", "b"]
    fold = folds(groups, list("xyxyxyx"), n_folds=1_000_000)
    assert len(set(zip(groups, fold.tolist(), strict=True))) == 3
    assert set(fold.tolist()) == {0, 1, 2}
