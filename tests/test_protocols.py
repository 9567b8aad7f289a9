"""What the protocols fix, and how they divide a corpus."""

from itertools import product

import numpy as np
import pytest

from ser_evals.errors import SerEvalsError
from ser_evals.protocols import divide, get_protocol, list_protocols, training_part
from ser_evals.scoring import PRIORS

EMOTIONS = ("anger", "fear", "neutral", "sadness")


def rows(speakers: int, *, each: int = 8, splits: dict[int, str] | None = None) -> list[dict]:
    return [
        {
            "group": f"s{speaker}",
            "emotion": EMOTIONS[take % 4],
            "split": (splits or {}).get(speaker),
        }
        for speaker, take in product(range(speakers), range(each))
    ]


def speakers_of(found: list[dict], indices: np.ndarray) -> set[str]:
    return {found[i]["group"] for i in indices}


def test_there_are_two() -> None:
    assert list_protocols() == ["ser_evals", "ser_evals_2024"]
    with pytest.raises(SerEvalsError, match="unknown protocol 'ser-evals': did you mean"):
        get_protocol("ser-evals")


@pytest.mark.parametrize("name", list_protocols())
def test_a_protocol_is_named_and_complete(name: str) -> None:
    protocol = get_protocol(name)
    assert protocol.name == protocol.taxonomy == name
    assert {protocol.in_domain_prior, protocol.out_of_domain_prior} <= set(PRIORS)
    assert set(protocol.class_sets) <= {"shared", "all"} and protocol.seeds >= 1


def test_the_default_knows_nothing_of_the_target() -> None:
    protocol = get_protocol("ser_evals")
    assert protocol.split == "groups" and protocol.n_folds == 5 and protocol.seeds > 1
    assert (protocol.in_domain_prior, protocol.out_of_domain_prior) == ("none", "source")
    assert protocol.class_sets == ("shared", "all") and protocol.masked == ()
    assert protocol.layer == "weighted" and protocol.frames.windows == "all"


def test_as_published_in_2024() -> None:
    protocol = get_protocol("ser_evals_2024")
    assert (protocol.split, protocol.test_share) == ("utterances", 0.2)
    assert (protocol.head.lr, protocol.head.epochs) == (1e-4, 100)
    assert (protocol.layer, protocol.frames.layers) == ("last", "last")
    assert (protocol.frames.rate, protocol.frames.windows) == (None, "first")
    assert protocol.out_of_domain_prior == "oracle" and protocol.masked == ("other",)
    assert protocol.class_sets == ("all",) and protocol.seeds == 1


@pytest.mark.parametrize("speakers", [2, 4, 5, 12])
def test_folds_keep_speakers_apart_and_test_everything_once(speakers: int) -> None:
    found = rows(speakers)
    folds = divide(found, get_protocol("ser_evals"))
    assert [fold.name for fold in folds] == [str(k) for k in range(min(5, speakers))]
    for fold in folds:
        assert not speakers_of(found, fold.train) & speakers_of(found, fold.test)
        assert sorted([*fold.train, *fold.test]) == list(range(len(found)))
    tested = np.concatenate([fold.test for fold in folds])
    assert sorted(tested) == list(range(len(found)))


def test_two_speakers_are_tested_both_ways() -> None:
    found = rows(2)
    one, other = divide(found, get_protocol("ser_evals"))
    assert {*speakers_of(found, one.test)} | {*speakers_of(found, other.test)} == {"s0", "s1"}
    np.testing.assert_array_equal(one.train, other.test)
    np.testing.assert_array_equal(one.test, other.train)


def test_one_group_cannot_be_divided() -> None:
    with pytest.raises(SerEvalsError, match="at least two groups"):
        divide(rows(1), get_protocol("ser_evals"))


def test_official_splits_come_first() -> None:
    found = rows(4, splits={0: "train", 1: "train", 2: "dev", 3: "test"})
    protocol = get_protocol("ser_evals")
    (fold,) = divide(found, protocol)
    assert fold.name == "official"
    assert speakers_of(found, fold.train) == {"s0", "s1"}
    assert speakers_of(found, fold.test) == {"s3"}
    np.testing.assert_array_equal(training_part(found, protocol), fold.train)


def test_without_an_official_test_part_there_are_folds() -> None:
    found = rows(4, splits={0: "train", 1: "train", 2: "train", 3: "dev"})
    protocol = get_protocol("ser_evals")
    assert len(divide(found, protocol)) == 4
    np.testing.assert_array_equal(training_part(found, protocol), np.arange(len(found)))


def test_one_random_division_that_ignores_speakers() -> None:
    found = rows(5, each=20, splits={4: "test"})
    protocol = get_protocol("ser_evals_2024")
    (fold,) = divide(found, protocol)
    assert (len(fold.train), len(fold.test)) == (80, 20)
    assert sorted([*fold.train, *fold.test]) == list(range(100))
    assert speakers_of(found, fold.train) == speakers_of(found, fold.test)
    (again,) = divide(found, protocol)
    np.testing.assert_array_equal(again.test, fold.test)
    np.testing.assert_array_equal(training_part(found, protocol), fold.train)


def test_a_zero_shot_head_is_trained_on_all_speakers() -> None:
    protocol = get_protocol("ser_evals")
    np.testing.assert_array_equal(training_part(rows(3), protocol), np.arange(24))
