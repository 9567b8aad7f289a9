"""`ser-evals verify`."""

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ser_evals.console._columns import whole
from ser_evals.console.quiet import quiet
from ser_evals.paths import write_atomically
from ser_evals.words import count

COLOURS = {"passed": "green", "flagged": "yellow", "unchecked": "yellow", "failed": "bold red"}


def verify(submission: str, *, output: str | None = None, **options: Any) -> int:
    """Print a table per run; 1 unless every run has the grade that was asked for.

    Args:
        submission: see `ser_evals.submissions.verify`.
        output: file to write the verdict to as JSON.
        options: passed on.
    """
    from ser_evals.submissions import verify as examine

    quiet()
    verdict = examine(submission, **options)
    console = Console(width=max(Console().width, 110), soft_wrap=False)
    for run in verdict.runs:
        console.print(f"[bold]{escape(run.run)}[/]: {run.grade}", highlight=False)
        table = Table(whole("check"), whole("result"), "reason", box=None)
        for check in run.checks:
            colour = COLOURS[check.state]
            table.add_row(check.name, f"[{colour}]{check.state}[/]", escape(check.reason))
        console.print(table)
    if verdict.rerun:
        print(f"Drawn with seed {verdict.seed}: --seed {verdict.seed} infers the same again.")
    short = " and not reproduced: see the checks 'rerun'"
    lacking = short * (verdict.grade == "consistent" and not verdict.passed)
    at = f" of {verdict.submission} at {verdict.commit}" * bool(verdict.commit)
    print(f"{count(len(verdict.runs), 'run')}{at}: {verdict.grade}{lacking}")
    if output is not None:
        path = Path(output).expanduser()
        write_atomically(path, (json.dumps(verdict.to_dict(), indent=2) + "\n").encode())
    return 0 if verdict.passed else 1
