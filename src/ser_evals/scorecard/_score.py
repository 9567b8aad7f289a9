from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ser_evals.errors import SerEvalsError
from ser_evals.paths import write_atomically
from ser_evals.predictions import Predictions, read
from ser_evals.scorecard._parts import class_sets, conditions
from ser_evals.scoring import calibration_rows, compare_rows, group_rows, score_rows

BY = ("corpus", "language", "sex", "speaker")
HEAD = ["by", "group", "condition", "setting", "prior", "classes", "metric", "value"]
TAIL = ["ci_low", "ci_high", "ci_unit", "seeds", "speakers", "utterances", "warnings"]
PAIRED = ["condition", "prior", "classes", "metric", "value", "other", "difference", *TAIL]


def score(
    predictions: str | Path | Predictions,
    *,
    references: str | Path | None = None,
    classes: Sequence[str] | None = None,
    prior: str = "none",
    by: Sequence[str] = BY,
    compare: str | Path | Predictions | None = None,
    output: str | Path | None = None,
    plot: str | Path | None = None,
    format: str | None = None,
) -> pd.DataFrame:
    """Score anyone's predictions.

    Args:
        predictions: Parquet, CSV or JSON lines, or what `ser_evals.predictions.read` returns.
        references: a file with `id` and `reference`, where the predictions carry none.
        classes: class names in the order of scores or indices, where the file does not say.
        prior: "none", "source", "estimated" or "oracle".
        by: columns whose groups are scored too, where there are at least two groups.
        compare: another system's predictions of the same utterances.
        output: a CSV file to write the rows to.
        plot: a folder for pictures of the confusion and of the speakers, as PNG and SVG.
        format: the toolkit that wrote the files, see `ser_evals.predictions.convert`.

    Returns:
        Rows with metric, value and interval: over all utterances (`by` and `group` are "all") and
        over those of each group; over the classes that occur (`classes` "present"), or, where the
        file says what the source lacked, over the shared and over all classes; for each condition
        apart. With `compare` the differences instead: metric, value, other, difference =
        value - other, and its interval.

    Raises:
        SerEvalsError: if a file does not hold what is needed, or the files do not belong together.
    """
    options = {"references": references, "classes": classes, "format": format}
    given = predictions if isinstance(predictions, Predictions) else read(predictions, **options)
    by = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    if output is not None:
        _refuse_input(Path(output), (predictions, references, compare))
    if plot is not None:
        from ser_evals.scorecard._pictures import draw

        draw(given, Path(plot).expanduser(), prior=prior)
    if compare is not None:
        known = isinstance(compare, Predictions)
        other = compare if known else read(compare, **options)
        names = [Path(x).name if isinstance(x, str | Path) else "" for x in (predictions, compare)]
        rows = _differences(given, other, prior, (names[0] or "one", names[1] or "other"))
        scores = pd.DataFrame(rows, columns=PAIRED)
        scores["warnings"] = scores["warnings"].map("; ".join)
    else:
        rows = [row for part in conditions(given) for row in _rows(*part, prior, by)]
        scores = pd.DataFrame(rows, columns=HEAD + TAIL)
        scores["warnings"] = scores["warnings"].map("; ".join)
    if output is not None:
        write_atomically(Path(output).expanduser(), scores.to_csv(index=False).encode())
    return scores


def _refuse_input(output: Path, inputs: Sequence[object]) -> None:
    place = output.expanduser().resolve()
    if place in [Path(x).expanduser().resolve() for x in inputs if isinstance(x, str | Path)]:
        raise SerEvalsError(f"{output} is one of the inputs: give another file to write to")


def _rows(condition: str, given: Predictions, prior: str, by: list[str]) -> list[dict[str, Any]]:
    sets = class_sets(given)
    setting = "in_domain" if sets == ("present",) else "out_of_domain"
    rows, _ = score_rows(given, setting=setting, prior=prior, class_sets=sets)
    rows = [{"by": "all", "group": "all"} | row for row in rows]
    for classes in sets:
        rows += calibration_rows(given, prior=prior, classes=classes)
    for classes in sets:
        rows += group_rows(given, prior=prior, classes=classes, by=by)
    return [row | {"condition": condition, "setting": setting} for row in rows]


def _differences(
    one: Predictions, other: Predictions, prior: str, names: tuple[str, str]
) -> list[dict[str, Any]]:
    parts, theirs = dict(conditions(one)), dict(conditions(other))
    if parts.keys() != theirs.keys():
        said = [", ".join(name or "none" for name in found) for found in (parts, theirs)]
        raise SerEvalsError(
            f"the conditions differ: {said[0]} in {names[0]}, {said[1]} in {names[1]}"
        )
    rows = []
    for condition, part in parts.items():
        sets = class_sets(part)
        if sets != class_sets(theirs[condition]):
            raise SerEvalsError(f"only one of {names[0]} and {names[1]} is zero-shot")
        for classes in sets:
            found = compare_rows(part, theirs[condition], prior=prior, classes=classes, names=names)
            rows += [row | {"condition": condition} for row in found]
    return rows
