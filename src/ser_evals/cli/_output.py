"""What commands that write a report print."""

from pathlib import Path
from typing import Any


def show(scores: Any, output: str) -> None:
    """Print scores and where the report is."""
    from ser_evals.reporting import table

    print(table(scores))
    print(f"Report: {(Path(output).expanduser() / 'report.html').resolve()}")
