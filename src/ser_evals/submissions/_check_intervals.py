"""Intervals of a run that holds confusions only: they follow from answers, not from counts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ser_evals.predictions import Predictions
from ser_evals.scoring import evaluated
from ser_evals.submissions._check_scores import LINE, UNTOLD, equal, stated_scores
from ser_evals.submissions._names import SCORES
from ser_evals.submissions._outcome import UncheckedError
from ser_evals.submissions._possible import possible
from ser_evals.submissions._run import Run
from ser_evals.submissions._tables import table_of
from ser_evals.submissions._verdict import Check

BOUNDS = ("ci_low", "ci_high")
FAR = 1e3
"""Added to a logit, it decides."""
UNEVEN = 4
"""How much more one decision may weigh than another, as classes and speakers differ in size."""
ALL = ""


def check_intervals(again: Check | None) -> str:
    """Say whether the intervals of a run that holds confusions only were computed again."""
    if again is None or again.state != "passed":
        raise UncheckedError(
            "confusions do not tell them: with --rerun and the corpora they are computed again"
        )
    return "computed again from the answers of 'rerun'"


def differing_intervals(
    run: Run, found: Predictions, tolerance: float, changed: Mapping[str, int]
) -> list[str]:
    """Return which intervals, and what is said of them, do not follow from answers inferred here.

    A bound moves by a share of the way from all close decisions wrong to all of them right. Which
    share, counts tell: of the close decisions so many are others, and a pair may cancel out.

    Args:
        run: what was submitted.
        found: its answers, as inferred here.
        tolerance: largest difference of a probability.
        changed: set of classes -> how many decisions are others by the counts.
    """
    stated, known = _lines(stated_scores(run)), _lines(table_of(found, run.record))
    if all(equal(stated[key][name], known[key][name]) for key in known for name in UNTOLD):
        return []
    ranges = [known, *(_lines(table) for table in _extremes(run, found, tolerance))]
    close = {classes: _close(run, found, tolerance, classes) for classes in changed}
    estimated = run.record["config"]["prior"] == "estimated"
    problems = []
    for key, ours in known.items():
        for name in UNTOLD:
            told, again = stated[key][name], ours[name]
            if equal(told, again) or (name == "warnings" and estimated):
                continue
            values = [lines[key][name] for lines in ranges]
            _, classes, metric = key
            near = close[classes].get(metric.removeprefix("recall_"), close[classes][ALL])
            part = min(1, UNEVEN * (changed[classes] + 1) / max(near, 1))
            if name not in BOUNDS or not abs(told - again) <= part * (max(values) - min(values)):
                what = "/".join(map(str, key))
                problems.append(f"{SCORES}: {what}: {name}: stated {told!r}, recomputed {again!r}")
    return problems


def _lines(table: pd.DataFrame) -> dict[tuple, dict]:
    return {tuple(row[name] for name in LINE): row for row in table.to_dict("records")}


def _close(run: Run, found: Predictions, tolerance: float, classes: str) -> dict[str, int]:
    """Return how many decisions are close, by their reference and together."""
    kept = evaluated(found, classes)
    may = possible(found, kept, run.record["config"]["prior"], tolerance).sum(1) > 1
    references = found.table["reference"][kept]
    return {ALL: int(may.sum())} | references[may].value_counts().to_dict()


def _extremes(run: Run, found: Predictions, tolerance: float) -> list[pd.DataFrame]:
    """Return the scores with all close decisions right, and with all of them wrong."""
    tables: tuple[list[pd.DataFrame], ...] = ([], [])
    prior, names = run.record["config"]["prior"], np.array(found.classes)
    for classes in dict.fromkeys(stated_scores(run)["classes"]):
        kept = evaluated(found, classes)
        may = possible(found, kept, prior, tolerance)
        right = found.table["reference"].to_numpy()[kept, None] == names
        for wanted, into in zip((may & right, may & ~right), tables, strict=True):
            scores = found.scores()
            # Where none of the wanted classes is possible the decision stays.
            scores[kept] += FAR * (wanted & (may.sum(1) > 1)[:, None])
            other = found.table.assign(scores=list(scores))
            changed = Predictions(other, found.classes, found.source_priors, {}, found.masked)
            table = table_of(changed, run.record)
            into.append(table[table["classes"] == classes])
    return [pd.concat(parts) for parts in tables]
