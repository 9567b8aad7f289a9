"""How far speakers, sexes and languages lie apart in a run."""

from typing import Any

from ser_evals.exporting._interval import interval
from ser_evals.predictions import Predictions
from ser_evals.scoring import group_rows

BY = ("speaker", "sex", "language")


def fairness(predictions: Predictions, *, prior: str, classes: str) -> dict[str, Any]:
    """Return what the scores of groups say; no speaker is named.

    Args:
        predictions: of a run.
        prior: see `ser_evals.scoring.PRIORS`.
        classes: the set of classes that is scored.

    Returns:
        "speakers": number, worst and best UAR and the Gini coefficient, None where fewer than two
        are known; "groups": column to group to UAR; "gap": between the UARs of two sexes, or None.
    """
    columns = [name for name in BY if name in predictions.table]
    rows = group_rows(predictions, prior=prior, classes=classes, by=columns)
    of = {name: [r for r in rows if r["by"] == name and r["metric"] == "uar"] for name in BY}
    gini = [row["value"] for row in rows if row["metric"] == "speaker_gini"]
    gap = [row["value"] for row in rows if row["metric"] == "group_gap"]
    each = sorted(of["speaker"], key=lambda row: row["value"])
    told = None
    if each and gini:
        worst, best = _group(each[0]), _group(each[-1])
        told = {"number": len(each), "worst": worst, "best": best, "gini": float(gini[0])}
    return {
        "speakers": told,
        "groups": {
            name: {row["group"]: _group(row) for row in of[name]} for name in BY[1:] if of[name]
        },
        "gap": float(gap[0]) if gap else None,
    }


def _group(row: dict[str, Any]) -> dict[str, Any]:
    return interval(row) | {"utterances": row["utterances"]}
