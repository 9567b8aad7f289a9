"""Do the scores follow from the answers?"""

import math
from typing import Any

import pandas as pd

from ser_evals.submissions import _names as names
from ser_evals.submissions._check_cautions import BETWEEN, UNITS, check_cautions
from ser_evals.submissions._confusions import points
from ser_evals.submissions._outcome import FailedError, UncheckedError, refuse
from ser_evals.submissions._read_confusions import read_confusions
from ser_evals.submissions._row import row_of
from ser_evals.submissions._row_file import read_row
from ser_evals.submissions._run import Run
from ser_evals.submissions._tables import as_table, lines_of, read_table, table_of

EXACT = 1e-9
LINE = ("prior", "classes", "metric")
UNTOLD = ("ci_low", "ci_high", "ci_unit", "speakers", "warnings")
"""What confusions do not tell."""


def check_scores(run: Run) -> str:
    """Compute every score again, and compare it with what is stated."""
    stated = stated_scores(run)
    if run.closed:
        confusions = read_confusions(run)
        found = as_table(points(confusions, run.record))
        problems = differences(stated, found, leave=UNTOLD)
        said = BETWEEN.join(run.record["warnings"])
        problems += check_cautions(stated["warnings"], said, confusions["names"])
        units = sorted({*stated["ci_unit"]} - set(UNITS))
        problems += [f"{names.SCORES}: ci_unit is {unit[:40]!r}" for unit in units]
    else:
        found = table_of(run.predictions, run.record)
        problems = differences(stated, found)
    if run.place.public and not problems:
        row, known = read_row(run.place.folder / names.ROW), row_of(run.record, stated)
        problems = [
            f"{names.ROW}: {name}: stated {row.get(name)!r}, recomputed {known.get(name)!r}"
            for name in {**known, **row}
            if not equal(row.get(name), known.get(name))
        ]
    refuse(problems)
    if run.closed:
        return f"{len(found)} scores, without their intervals"
    return f"{len(found)} scores and their intervals"


def stated_scores(run: Run) -> pd.DataFrame:
    """Return the lines of scores.csv that belong to a run."""
    place = run.place
    root = place.folder if place.public else place.root
    if root is None or not (path := root / names.SCORES).is_file():
        if place.public:
            raise FailedError(f"{names.SCORES} is missing")
        raise UncheckedError("no scores.csv: make it with 'ser-evals report'")
    table = read_table(path.read_bytes())
    return table if place.public else lines_of(table, run.record)


def differences(
    stated: pd.DataFrame, found: pd.DataFrame, leave: tuple[str, ...] = ()
) -> list[str]:
    """Return which scores are not as stated."""
    lines = [
        {tuple(row[n] for n in LINE): row for row in t.to_dict("records")} for t in (stated, found)
    ]
    problems = []
    if len(lines[0]) < len(stated):
        problems.append(f"{names.SCORES}: a line occurs twice")
    for key in {**lines[0], **lines[1]}:
        what = f"{names.SCORES}: {'/'.join(map(str, key))}"
        theirs, ours = (part.get(key) for part in lines)
        if theirs is None or ours is None:
            problems.append(f"{what}: {'missing' if theirs is None else 'no such score'}")
            continue
        problems += [
            f"{what}: {name}: stated {theirs[name]!r}, recomputed {ours[name]!r}"
            for name in ours
            if name not in leave and not equal(theirs[name], ours[name])
        ]
    return problems


def equal(one: Any, other: Any) -> bool:
    """Say whether two values are the same, numbers to within rounding."""
    numbers = [isinstance(v, float | int) and not isinstance(v, bool) for v in (one, other)]
    if not all(numbers):
        return one == other
    return math.isclose(one, other, rel_tol=0, abs_tol=EXACT) or (one != one and other != other)
