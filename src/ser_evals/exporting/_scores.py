"""What a run scored, for the card: the rows of the report, computed by the same functions."""

from pathlib import Path
from typing import Any

from ser_evals.errors import SerEvalsError
from ser_evals.exporting._fairness import fairness
from ser_evals.exporting._interval import interval
from ser_evals.exporting._serious import serious
from ser_evals.predictions import read
from ser_evals.scoring import score_rows

PREFERRED = ("shared", "present", "all")
SHOWN = ("uar", "accuracy", "macro_f1")


def scored(folder: Path, record: dict[str, Any]) -> dict[str, Any] | None:
    """Score a run's predictions.

    Args:
        folder: of a finished run.
        record: its run.json.

    Returns:
        The facts of the run, "lines" with one entry per set of classes, the headline first; None
        where no utterance could be scored.

    Raises:
        SerEvalsError: if the predictions cannot be read.
    """
    try:
        predictions = read(folder / "predictions.parquet")
    except SerEvalsError as error:
        raise SerEvalsError(f"{error}; remove {folder} and run again") from error
    setting, prior = record["setting"], record["config"]["prior"]
    sets = ["present"] if setting == "in_domain" else record["config"]["class_sets"]
    sets = sorted(sets, key=PREFERRED.index)
    rows, _ = score_rows(predictions, setting=setting, prior=prior, class_sets=sets)
    lines = [_line(of) for name in sets if (of := [r for r in rows if r["classes"] == name])]
    lines = [line for line in lines if line["uar"]["value"] is not None]
    lines[1:] = [line for line in lines[1:] if _told(line) != _told(lines[0])]
    if not lines:
        return None
    said = dict.fromkeys(text for row in rows for text in row["warnings"])
    warnings = [*record["warnings"], *(f"{record['test']}: {text}" for text in said)]
    return {
        "test": record["test"],
        "setting": setting,
        "prior": prior,
        "lines": lines,
        "warnings": warnings,
        "serious": serious(warnings),
        **fairness(predictions, prior=prior, classes=lines[0]["classes"]),
    }


def _told(line: dict[str, Any]) -> dict[str, Any]:
    """Return what a line says beside the name of its classes."""
    return {name: value for name, value in line.items() if name != "classes"}


def _line(rows: list[dict[str, Any]]) -> dict[str, Any]:
    first, values = rows[0], {row["metric"]: interval(row) for row in rows}
    counts = {name: first[name] for name in ("classes", "seeds", "speakers", "utterances")}
    scored = sum(name.startswith("recall_") for name in values)
    spread = values.get("uar_seed_sd", {}).get("value")
    return counts | {name: values[name] for name in SHOWN} | {"scored": scored, "seed_sd": spread}
