"""A run as one row of the results dataset."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ser_evals.scoring import METRICS

TEXT = (
    "run", "system", "backbone", "checkpoint", "revision", "protocol", "layer", "context",
    "taxonomy", "mode", "condition", "train", "test", "setting", "classes", "prior", "ci_unit",
    "warnings", "ser_evals", "date", "published",
)  # fmt: skip
COUNTS = ("seeds", "utterances", "speakers")
NUMBERS = ("uar", "uar_ci_low", "uar_ci_high", "uar_seed_sd", *METRICS[1:])
TYPES = (
    dict.fromkeys(TEXT[:16], "string")
    | dict.fromkeys(COUNTS, "int64")
    | dict.fromkeys(NUMBERS, "float64")
    | dict.fromkeys(TEXT[16:], "string")
    | {"speaker_dependent": "bool"}
)
"""Column -> type, in order; what is unknown is null."""


def row_of(record: Mapping[str, Any], scores: pd.DataFrame) -> dict[str, Any]:
    """Return a run's row, which holds its headline: over the first set of classes scored.

    Args:
        record: run.json as it is published.
        scores: the run's lines of scores.csv, one at least.
    """
    lines = scores[scores["classes"] == scores["classes"].iloc[0]].set_index("metric")
    lead = lines.loc["uar"]
    number = {name: _value(lines["value"].get(name)) for name in ("uar_seed_sd", *METRICS)}
    config, said = record["config"], record["warnings"]
    facts = {
        **{name: lead[name] for name in TEXT if name in lead.index},
        **{name: _count(lead[name]) for name in COUNTS},
        **number,
        "uar_ci_low": _value(lead["ci_low"]),
        "uar_ci_high": _value(lead["ci_high"]),
        "run": record["run"],
        "system": record["run"].split("/")[1],
        "checkpoint": record["backbone"]["checkpoint"],
        "taxonomy": config["taxonomy"],
        "ser_evals": record["versions"]["ser-evals"],
        "date": record["started"],
        "published": record["published"],
        "speaker_dependent": any(text.startswith("speaker-dependent") for text in said),
    }
    return {name: facts[name] for name in TYPES}


def _value(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _count(value: Any) -> int | None:
    return None if value != value else int(value)
