from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError


def features(*kinds: str) -> list[Any]:
    """Return what an `evaluate` module accepts, as alternatives that are tried in this order.

    Class indices are declared as floats: `evaluate` would cut 0.9 down to class 0, without a word,
    where integers are declared. `as_classes` makes them integers again.

    Args:
        kinds: "classes" (strings or ints), "scores" (a list for each row, beside the references'
            classes) or "values" (numbers).
    """
    from datasets import Features, List, Value

    name, number = Value("string"), Value("float64")
    scores = List(number)
    pairs = {
        "classes": [(name, name), (number, number)],
        "scores": [(scores, name), (scores, number)],
        "values": [(number, number)],
    }
    return [
        Features({"predictions": prediction, "references": reference})
        for kind in kinds
        for prediction, reference in pairs[kind]
    ]


def as_classes(
    references: Sequence[Any], predictions: Sequence[Any], labels: Sequence[Any] | None = None
) -> tuple[list[Any], list[Any]]:
    """Return the classes of references and predictions; of scores, the class with the highest.

    Args:
        references: a class for each row, a string or a number.
        predictions: the same, or a list of scores for each row.
        labels: what the scores' columns stand for; 0, 1, ... by default.

    Raises:
        SerEvalsError: a class that is no whole number, or scores that fit neither each other nor
            the labels.

    Example:
        >>> as_classes([1.0, 0.0], [[0.2, 0.8], [0.7, 0.3]])
        ([1, 0], [1, 0])
    """
    references = [_class(value, "reference") for value in references]
    if len(predictions) and isinstance(predictions[0], list | tuple | np.ndarray):
        names, scores = as_scores(predictions, references, labels)
        return references, [names[column] for column in scores.argmax(1)]
    return references, [_class(value, "prediction") for value in predictions]


def as_scores(
    scores: Sequence[Any], references: Sequence[Any], labels: Sequence[Any] | None = None
) -> tuple[list[Any], NDArray[np.float64]]:
    """Return the classes of the scores' columns, and the scores as an array (N, C).

    Raises:
        SerEvalsError: rows of unequal length, NaN, or columns without a name.
    """
    widths = {len(row) for row in scores}
    if len(widths) != 1:
        raise SerEvalsError(f"predictions: scores of unequal lengths: {sorted(widths)}")
    table = np.asarray(scores, float)
    for row in np.flatnonzero(np.isnan(table).any(1) | np.isneginf(table).all(1))[:1]:
        raise SerEvalsError(f"predictions: row {row} has NaN or nothing but -inf: {scores[row]}")
    if labels is None and any(isinstance(name, str) for name in references):
        raise SerEvalsError("predictions are scores: give labels=, the classes in column order")
    names = list(range(table.shape[1])) if labels is None else list(labels)
    if len(names) != table.shape[1]:
        raise SerEvalsError(f"predictions: {table.shape[1]} scores a row, but {len(names)} labels")
    return names, table


def _class(value: Any, kind: str) -> Any:
    if isinstance(value, str) or value is None or value != value:
        return value
    if value != int(value):
        raise SerEvalsError(f"{kind}: classes are whole numbers or strings, found {value}")
    return int(value)
