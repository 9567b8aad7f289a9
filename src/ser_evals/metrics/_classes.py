from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError

Indices = NDArray[np.intp]


def as_list(values: Iterable[Any], name: str) -> list[Any]:
    """Return plain Python values of a list, an array, a series or a column."""
    found = values.tolist() if hasattr(values, "tolist") else list(values)
    if not isinstance(found, list):
        raise SerEvalsError(f"{name}: expected a sequence, found {values!r}")
    return found


def factorize(values: list[Any], name: str) -> tuple[Indices, list[Any]]:
    """Return the index of each value among the distinct values, and these in order of appearance.

    A dictionary takes integers and strings alike and is faster than sorting strings.
    """
    try:
        index = {value: i for i, value in enumerate(dict.fromkeys(values))}
    except TypeError:
        raise SerEvalsError(f"{name}: expected one value for each row, found lists") from None
    for value in index:
        if value is None or value != value:
            raise SerEvalsError(f"{name} has a missing value ({value}): drop that row or fill it")
    return np.fromiter(map(index.__getitem__, values), np.intp, len(values)), list(index)


def encode(
    references: Iterable[Any], predictions: Iterable[Any], labels: Sequence[Any] | None = None
) -> tuple[Indices, Indices, tuple[Hashable, ...]]:
    """Return references and predictions as indices into the classes, and the classes.

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes in order; sorted, those that occur, by default.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.
    """
    true, guess = as_list(references, "references"), as_list(predictions, "predictions")
    if len(true) != len(guess):
        raise SerEvalsError(
            f"references and predictions differ in length: {len(true)} and {len(guess)}"
        )
    if not true:
        raise SerEvalsError("references and predictions are empty: nothing to score")
    true_ids, true_classes = factorize(true, "references")
    guess_ids, guess_classes = factorize(guess, "predictions")
    if labels is None:
        classes = _sorted({*true_classes, *guess_classes})
    else:
        classes = tuple(as_list(labels, "labels"))
        if len(set(classes)) != len(classes):
            raise SerEvalsError(f"labels has a class twice: {list(classes)}")
    index = {name: i for i, name in enumerate(classes)}
    for kind, names in (("reference", true_classes), ("prediction", guess_classes)):
        for name in names:
            if name not in index:
                raise SerEvalsError(f"{kind} {name!r} is not one of the labels {list(classes)}")
    return (
        np.array([index[name] for name in true_classes])[true_ids],
        np.array([index[name] for name in guess_classes])[guess_ids],
        classes,
    )


def _sorted(names: set[Any]) -> tuple[Hashable, ...]:
    for name in names:
        if not isinstance(name, str | int) and not (isinstance(name, float) and name.is_integer()):
            raise SerEvalsError(f"classes are ints or strings, found {name!r}")
    if len({isinstance(name, str) for name in names}) > 1:
        raise SerEvalsError("classes mix ints and strings: use one of them throughout")
    return tuple(sorted(names))
