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


def is_missing(value: Any) -> bool:
    """Tell whether a value is None, NaN or the NA of pandas."""
    kind = type(value)
    if kind is str or kind is int:
        return False
    return value is None or kind.__name__ in ("NAType", "NaTType") or value != value


def same_length(**columns: list[Any]) -> None:
    """Raise SerEvalsError where columns differ in length, or have no rows."""
    lengths = [str(len(column)) for column in columns.values()]
    *names, last = columns
    if len(set(lengths)) > 1:
        raise SerEvalsError(
            f"{', '.join(names)} and {last} differ in length: "
            f"{', '.join(lengths[:-1])} and {lengths[-1]}"
        )
    if lengths[0] == "0":
        raise SerEvalsError(f"{', '.join(names)} and {last} are empty: nothing to score")


def factorize(values: list[Any], name: str) -> tuple[Indices, list[Any]]:
    """Return the index of each value among the distinct values, and these in order of appearance.

    A dictionary takes integers and strings alike and is faster than sorting strings.
    """
    try:
        index = {value: i for i, value in enumerate(dict.fromkeys(values))}
    except TypeError:
        raise SerEvalsError(f"{name}: expected one value for each row, found lists") from None
    for value in filter(is_missing, index):
        raise SerEvalsError(
            f"{name} has a missing value ({value}) at row {values.index(value)}: "
            "drop that row or fill it"
        )
    return np.fromiter(map(index.__getitem__, values), np.intp, len(values)), list(index)


def encode(
    references: Iterable[Any],
    predictions: Iterable[Any],
    labels: Sequence[Any] | None = None,
    names: tuple[str, str] = ("references", "predictions"),
) -> tuple[Indices, Indices, tuple[Hashable, ...]]:
    """Return references and predictions as indices into the classes, and the classes.

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes in order; sorted, those that occur, by default.
        names: what errors call the two.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, or a class not in `labels`.
    """
    true, guess = as_list(references, names[0]), as_list(predictions, names[1])
    same_length(**{names[0]: true, names[1]: guess})
    true_ids, true_classes = factorize(true, names[0])
    guess_ids, guess_classes = factorize(guess, names[1])
    if labels is None:
        classes = in_order({*true_classes, *guess_classes})
    else:
        classes = tuple(as_list(labels, "labels"))
        if len(set(classes)) != len(classes):
            raise SerEvalsError(f"labels has a class twice: {list(classes)}")
    index = {name: i for i, name in enumerate(classes)}
    for kind, found in zip(names, (true_classes, guess_classes), strict=True):
        for name in found:
            if name not in index:
                kind = kind.replace("references", "reference").replace("predictions", "prediction")
                raise SerEvalsError(f"{kind} {name!r} is not one of the labels {list(classes)}")
    return (
        np.array([index[name] for name in true_classes])[true_ids],
        np.array([index[name] for name in guess_classes])[guess_ids],
        classes,
    )


def in_order(names: set[Any]) -> tuple[Hashable, ...]:
    """Sort classes, which are all ints or all strings."""
    for name in names:
        if not isinstance(name, str | int) and not (isinstance(name, float) and name.is_integer()):
            raise SerEvalsError(f"classes are ints or strings, found {name!r}")
    if len({isinstance(name, str) for name in names}) > 1:
        raise SerEvalsError("classes mix ints and strings: use one of them throughout")
    return tuple(sorted(names))
