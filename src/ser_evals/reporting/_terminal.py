"""The headline scores as a table for the terminal."""

import io

import pandas as pd
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ser_evals.reporting._systems import System, systems
from ser_evals.reporting._words import NOTHING, number, with_interval

WIDEST = 10_000
"""Columns of the canvas: a table takes the width that it needs, whatever the terminal has."""

COLUMNS = ("train", "test", "setting", "prior", "UAR", "WA", "speakers", "utterances", "warnings")


def table(scores: pd.DataFrame) -> str:
    """Write one line per run with the UAR that stands for it.

    Args:
        scores: the rows of `scores.csv`.

    Returns:
        Plain text without colours, one table for each system (backbone, layer, ...).

    Raises:
        SerEvalsError: the scores are empty or lack columns.
    """
    file = io.StringIO()
    console = Console(file=file, width=WIDEST, color_system=None, highlight=False, emoji=False)
    for system in systems(scores):
        console.print(_table(system))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _table(system: System) -> Table:
    drawn = Table(title=escape(system.name), title_justify="left", box=box.SIMPLE_HEAD)
    for column in COLUMNS:
        numeric = column in ("WA", "speakers", "utterances", "warnings")
        drawn.add_column(column, justify="right" if numeric else "left")
    for result in sorted(system.headlines, key=lambda r: (not r.in_domain, r.train, r.test)):
        wa = result.values.get("accuracy")
        words = (result.train, result.test, result.setting.replace("_", "-"), result.prior)
        drawn.add_row(
            *map(escape, words),
            with_interval(result.uar) + ("†" if result.speaker_dependent else ""),
            number(wa.value if wa else None),
            NOTHING if result.speakers is None else str(result.speakers),
            NOTHING if result.utterances is None else str(result.utterances),
            str(len(result.warnings)),
        )
    if any(result.speaker_dependent for result in system.headlines):
        drawn.caption = "† speaker-dependent: not to be ranked with the others"
        drawn.caption_justify = "left"
    return drawn
