"""The lines of scores.csv that a run has."""

from collections.abc import Mapping
from typing import Any

from ser_evals.predictions import Predictions
from ser_evals.scoring import score_rows

SAID = ("backbone", "revision", "protocol", "mode", "layer", "context", "taxonomy", "condition")


def score_run(
    predictions: Predictions, record: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Score a run as its record says.

    Args:
        predictions: its table.
        record: its run.json.

    Returns:
        Rows with the columns of scores.csv, of which "warnings" still are lists of what the
        predictions tell, and confusions, as `ser_evals.scoring.score_rows` has them.
    """
    config = record["config"]
    rows, confusions = score_rows(
        predictions,
        setting=record["setting"],
        prior=config["prior"],
        class_sets=class_sets(record),
    )
    return [heading(record) | row for row in rows], confusions


def class_sets(record: Mapping[str, Any]) -> list[str]:
    """Return the sets of classes that a run is scored over."""
    return ["present"] if record["setting"] == "in_domain" else record["config"]["class_sets"]


def heading(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of scores.csv that say which run it is."""
    said = {name: record["config"][name] for name in SAID}
    return said | {"train": record["train"], "test": record["test"]}
