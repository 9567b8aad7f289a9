import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError, unknown

WHOLE = re.compile(r"\d+")


def settle(
    frame: pd.DataFrame,
    path: Path,
    *,
    given: Sequence[str] | None,
    stored: Sequence[str],
    columns: tuple[str, ...],
) -> tuple[str, ...]:
    """Find the classes and their order, and name what is given as an index, in place.

    Args:
        frame: the table, with lists of scores.
        path: the file, for errors.
        given: what the user says the classes are.
        stored: what the file's metadata says.
        columns: the classes after which columns of scores are named, in their order.
    """
    given = [given] if isinstance(given, str) else given
    classes = tuple(map(str, given or stored or columns)) or _guess(frame, path)
    if len(set(classes)) < len(classes):
        raise SerEvalsError(f"classes: {', '.join(classes)} names a class twice")
    if columns and set(classes) != set(columns):
        strange = sorted(set(classes) ^ set(columns))
        raise SerEvalsError(
            f"{path} has columns of scores for {', '.join(columns)}, which are not the classes "
            f"{', '.join(classes)}: {strange[0]} is only in one of them"
        )
    if columns and classes != columns:
        order = [columns.index(name) for name in classes]
        frame["scores"] = [row[order] for row in frame["scores"]]
    if stored and given and "scores" in frame and tuple(stored) != classes:
        raise SerEvalsError(
            f"{path} says that its classes are {', '.join(stored)}: leave classes= out"
        )
    for name in ("reference", "prediction"):
        if name in frame:
            frame[name] = _named(frame[name], classes)
            _check(frame[name], name, classes, path)
    return classes


def _guess(frame: pd.DataFrame, path: Path) -> tuple[str, ...]:
    if "scores" in frame:
        length = len(frame["scores"].iloc[0])
        if length != len(EMOTIONS):
            raise SerEvalsError(
                f"{path} has {length} scores per row and does not name its classes: give them, in "
                "order, with classes= (--classes), or name columns score_<class>"
            )
        return EMOTIONS
    names = {*frame["reference"], *frame["prediction"]}
    words = {name for name in names if not WHOLE.fullmatch(name)}
    # Numbers beside names of the eight classes are their indices; numbers alone say nothing.
    return EMOTIONS if words and words < names and words <= set(EMOTIONS) else tuple(sorted(names))


def _named(column: pd.Series, classes: tuple[str, ...]) -> pd.Series:
    names = {str(i): name for i, name in enumerate(classes) if str(i) not in classes}
    return column.map(lambda value: names.get(value, value))


def _check(column: pd.Series, name: str, classes: tuple[str, ...], path: Path) -> None:
    if not (strange := ~column.isin(classes)).any():
        return
    row = int(strange.to_numpy().argmax())
    value = column.iloc[row]
    near = str(unknown("class", value, classes)).partition(": ")[2].partition("(known")[0]
    raise SerEvalsError(
        f"{path}: {name} {value!r} is none of the classes {', '.join(classes)} (row {row}"
        f"{', ' + near.strip() if near else ''})"
    )
