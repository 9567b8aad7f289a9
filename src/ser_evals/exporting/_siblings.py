"""The runs that a run belongs to: one training set, tested on several corpora."""

import json
from pathlib import Path
from typing import Any

SCORED_LATER = (
    "prior",
    "in_domain_prior",
    "out_of_domain_prior",
    "class_sets",
    "source",
    "skip_unreadable",
)
"""Settings that a prediction does not depend on."""


def siblings(folder: Path, record: dict[str, Any]) -> list[tuple[Path, dict[str, Any]]]:
    """Return folder and run.json of every finished run with the same heads, itself included.

    They have one system, protocol, training set and copy of its corpora, and lie side by side
    as `ser_evals.runs` lays them out.

    Args:
        folder: of a finished run.
        record: its run.json.

    Returns:
        In-domain runs first, then the others, each sorted by tested corpus.
    """
    found = {record["test"]: (folder, record)}
    for path in sorted(folder.parent.glob("*/run.json")):
        try:
            other = json.loads(path.read_text(encoding="utf-8"))
            same = other["status"] == "done" and _heads(other) == _heads(record)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if same:
            found.setdefault(other["test"], (path.parent, other))
    return sorted(found.values(), key=lambda run: (run[1]["setting"], run[1]["test"]))


def _heads(record: dict[str, Any]) -> tuple[Any, ...]:
    """Return what decides the heads of a run."""
    config = {k: v for k, v in record["config"].items() if k not in SCORED_LATER}
    sources = record["train"].split("+")
    prints = [record["corpora"][name]["fingerprint"] for name in sources]
    return config, record["backbone"]["revision"], sources, prints
