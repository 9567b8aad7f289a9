"""What `ser-evals score` prints."""

from typing import Any

from rich.console import Console


def print_scores(scores: Any) -> None:
    """Print what `score` returns, in as much width as it needs."""
    from ser_evals.scorecard import tables

    console = Console(width=max(Console().width, 110))
    for table in tables(scores):
        console.print(table)
    said = scores.get("warnings", ())
    for warning in sorted({w for text in said for w in text.split("; ") if w}):
        console.print(f"warning: {warning}", highlight=False, markup=False)
