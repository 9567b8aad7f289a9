"""One HTML page from scores and runs, which needs nothing beside itself."""

import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ser_evals.reporting import _provenance as provenance
from ser_evals.reporting._runs import RunSummary
from ser_evals.reporting._systems import systems
from ser_evals.reporting._warnings import SYNTHETIC, grouped


def render(
    scores: pd.DataFrame, runs: Sequence[RunSummary], *, title: str = "SER Evals report"
) -> str:
    """Build the page.

    Args:
        scores: the rows of `scores.csv`: one per run, prior, class set and metric.
        runs: confusions, warnings and records of the runs; may be empty.
        title: heading of the page.

    Returns:
        HTML with its style and figures inside: no script, no request, the same text each time.

    Raises:
        SerEvalsError: the scores are empty or lack columns.
    """
    # Jinja and Matplotlib take longer to import than the terminal's table takes to print.
    from ser_evals.reporting._heatmap import legend
    from ser_evals.reporting._sections import section
    from ser_evals.reporting._templates import load

    runs = sorted(runs, key=lambda run: (run.train, run.test, run.setting, run.prior))
    found = systems(scores, runs)
    described = provenance.corpora(runs)
    return load("report.html.j2").render(
        title=title,
        sections=[section(f"s{order}", system) for order, system in enumerate(found, 1)],
        legend=legend(),
        warnings=grouped(found),
        synthetic=[name for name, corpus in described.items() if corpus.get("synthetic")],
        synthetic_text=SYNTHETIC,
        corpora=described,
        machines=provenance.machines(runs),
        configurations=provenance.configurations(runs),
        commands=provenance.commands(runs),
    )


def write(html: str, path: str | os.PathLike[str]) -> Path:
    """Write the page under a temporary name, then rename it: readers never see half of one.

    Args:
        html: what `render` returned.
        path: where the page shall lie; folders are made.

    Returns:
        The path.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(html, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
