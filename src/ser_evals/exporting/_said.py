"""What the heads that were scored have in common with the head that is exported."""

from typing import Any


def said_of_heads(record: dict[str, Any], seed: int) -> str:
    """Return in words whose scores those of a run are.

    Args:
        record: its run.json.
        seed: of the exported head.
    """
    names = record["train"].split("+")
    divisions = {name: record["corpora"][name]["division"] for name in names}
    if record["setting"] == "in_domain":
        part, seen = _in_domain(record, divisions[record["test"]])
        more = " and on the other training corpora" if len(names) > 1 else ""
        return f"heads trained with the same settings {part}{more}; these weights saw {seen}"
    if any(text.startswith(("official split", "random split")) for text in divisions.values()):
        return "heads trained with the same settings on the training part; these weights saw all"
    seeds = record["config"]["seeds"]
    if seeds == 1 and seed == 0:
        return "this head"
    those = f"this head's seeds, 0 to {seeds - 1}" if seeds > 1 else "this head with seed 0"
    return f"{those}; these weights have seed {seed}"


def _in_domain(record: dict[str, Any], division: str) -> tuple[str, str]:
    """Return what the heads were trained on, and what the exported one has seen beyond it."""
    if division.startswith("official split"):
        return "on the official training part", "all speakers, those of the test part too"
    if division.startswith("random split"):
        return "on other utterances of the same speakers", "all utterances"
    unit = record["corpora"][record["test"]]["grouped_by"]
    return f"on the other {unit}s", "all speakers" if unit == "speaker" else f"all {unit}s"
