"""Scores of groups of utterances, and how far groups lie apart."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ser_evals import metrics
from ser_evals.errors import unknown
from ser_evals.predictions import Predictions
from ser_evals.scoring._cautions import of_prior, of_speakers
from ser_evals.scoring._priors import decide
from ser_evals.scoring._rows import evaluated, intervals

TOGETHER = "all"
NOT_GROUPS = ("id", "reference", "prediction", "scores", "seed", "run", "condition")


def group_rows(
    predictions: Predictions, *, prior: str, classes: str, by: Sequence[str]
) -> list[dict[str, Any]]:
    """Score each group of the utterances, where there are at least two groups.

    Decisions are those over all utterances: a prior is not estimated again for each group. A
    speaker's intervals are over its utterances.

    Args:
        predictions: of one system under one condition.
        prior: see `PRIORS`.
        classes: a set of classes, see `evaluated`.
        by: columns of the table, such as "corpus", "language", "sex" or "speaker".

    Returns:
        Rows with `by`, `group`, metric, value, interval and counts, each column's groups in
        alphabetical order; then `speaker_gini` (0: every speaker has the same UAR) and, over two
        groups of `sex`, `group_gap` (the difference of their UARs), with the group "all".

    Raises:
        SerEvalsError: if there is no such column.
    """
    table = predictions.table
    for name in by:
        if name not in table or name in NOT_GROUPS:
            raise unknown("column", name, set(map(str, table.columns)) - set(NOT_GROUPS))
    kept = evaluated(predictions, classes)
    if not kept.any():
        return []
    answers, decided = decide(predictions, kept, prior)
    said = [*decided, *of_prior(predictions, prior)]
    rows: list[dict[str, Any]] = []
    for name in by:
        found = list(_scored(table[kept], answers, predictions.classes, name))
        rows += found + _spread(name, found)
    head = {"prior": prior, "classes": classes}
    return [row | head | {"warnings": said + row.get("warnings", [])} for row in rows]


def _scored(
    table: pd.DataFrame, answers: np.ndarray, classes: tuple[str, ...], by: str
) -> Iterator[dict[str, Any]]:
    groups = _groups(table, by)
    found = sorted(groups.dropna().unique())
    for group in found if len(found) > 1 else ():
        at = (groups == group).to_numpy()
        part, alone = table[at], by == "speaker"
        part = part.assign(speaker=None) if alone else part
        reference = part["reference"].astype(str).to_numpy()
        common, rows = intervals(part, reference, answers[at], classes, recalls=not alone)
        head = {"by": by, "group": group, **common}
        head |= {"speakers": 1} if alone else {"warnings": of_speakers(part)}
        yield from (head | row for row in rows)


def _groups(table: pd.DataFrame, by: str) -> pd.Series:
    names = table[by].map(str, na_action="ignore")
    if by in ("speaker", "group") and table["corpus"].nunique() > 1:
        # One corpus's speaker "01" is not another's.
        return table["corpus"].fillna("") + "/" + names
    return names


def _spread(by: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    uars = [row for row in rows if row["metric"] == "uar"]
    if not uars or by not in ("speaker", "sex"):
        return []
    values = [row["value"] for row in uars]
    head = {"by": by, "group": TOGETHER, "ci_unit": "", "seeds": uars[0]["seeds"]}
    head["utterances"] = sum(row["utterances"] for row in uars)
    if by == "speaker":
        head |= {"metric": "speaker_gini", "value": metrics.gini(values), "speakers": len(uars)}
        return [head]
    if len(uars) != 2:
        return []
    known = [row["speakers"] for row in uars]
    head["speakers"] = None if None in known else sum(known)
    return [head | {"metric": "group_gap", "value": max(values) - min(values)}]
