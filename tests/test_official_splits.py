"""Official splits are used where they keep speakers apart, and only there."""

import logging

import numpy as np
import pytest

from ser_evals.protocols import divide, get_protocol, training_part
from ser_evals.protocols._splits import _warn

PROTOCOL = get_protocol("ser_evals")


@pytest.fixture(autouse=True)
def as_in_a_new_process() -> None:
    _warn.cache_clear()


def rows(*parts: tuple[str, str | None]) -> list[dict]:
    """Eight utterances for each pair of a group and a part of the official split."""
    return [
        {"corpus": "series", "group": group, "emotion": ("anger", "fear")[i % 2], "split": split}
        for group, split in parts
        for i in range(8)
    ]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]


def test_the_development_part_is_neither_trained_on_nor_tested(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = rows(("a", "train"), ("a", "dev"), ("b", "dev"), ("c", "test"), ("d", None))
    (fold,) = divide(found, PROTOCOL)
    assert fold.name == "official"
    np.testing.assert_array_equal(fold.train, range(8))
    np.testing.assert_array_equal(fold.test, range(24, 32))
    np.testing.assert_array_equal(training_part(found, PROTOCOL), fold.train)
    assert warnings(caplog) == []


def test_speakers_on_both_sides_are_kept_apart_by_folds(
    caplog: pytest.LogCaptureFixture,
) -> None:
    splits = {"ross": ("train", "test"), "monica": ("train", "dev", "test"), "gunther": ("dev",)}
    found = rows(*((group, part) for group, parts in splits.items() for part in parts))
    folds = divide(found, PROTOCOL)
    assert [fold.name for fold in folds] == ["0", "1", "2"]
    tested = np.concatenate([fold.test for fold in folds])
    assert sorted(tested) == list(range(len(found)))
    for fold in folds:
        sides = [{found[i]["group"] for i in part} for part in (fold.train, fold.test)]
        assert not sides[0] & sides[1]
    np.testing.assert_array_equal(training_part(found, PROTOCOL), range(len(found)))
    divide(found, PROTOCOL)
    assert warnings(caplog) == [
        "series: the official split is not used, but folds over groups: 2 speakers or groups, "
        "such as monica, are in its training and in its test part"
    ]


def test_a_test_part_alone_is_no_split(caplog: pytest.LogCaptureFixture) -> None:
    found = rows(("a", "test"), ("b", "test"), ("c", "dev"))
    assert len(divide(found, PROTOCOL)) == 3
    assert len(warnings(caplog)) == 1 and "training part" in warnings(caplog)[0]


def test_a_training_part_alone_is_no_split(caplog: pytest.LogCaptureFixture) -> None:
    assert len(divide(rows(("a", "train"), ("b", "dev")), PROTOCOL)) == 2
    assert warnings(caplog) == []
