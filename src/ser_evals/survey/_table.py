"""The survey as a table, on the terminal and as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from ser_evals.emotions import EMOTIONS
from ser_evals.survey._statistics import Statistics

SHORT = ("hap", "sad", "dis", "fea", "sur", "ang", "oth", "neu")
SEXES = ("female", "male", "unknown")
WIDTH = 130


def rows(found: Sequence[Statistics]) -> Iterator[dict[str, Any]]:
    """Yield a row per corpus; what nobody knows is None."""
    for one in found:
        classes = one.by_class()
        rates = sorted(one.sampling_rates, key=one.sampling_rates.__getitem__)
        yield {
            "corpus": one.corpus,
            "title": one.title,
            "languages": " ".join(one.tags),
            "source": "counted" if one.counted else "documented",
            "utterances": one.utterances,
            "hours": one.hours,
            "speakers": one.speakers,
            **{f"{sex}_speakers": one.sexes.get(sex, 0) if one.sexes else None for sex in SEXES},
            "median_seconds": one.seconds.get("median"),
            "sampling_rate": rates[-1] if rates else None,
            **{name: classes[name] if classes else None for name in EMOTIONS},
            "dropped": one.dropped if classes else None,
            "unusable": one.unusable if one.counted else None,
        }


def spreadsheet(found: Sequence[Statistics]) -> str:
    """Return the rows as CSV."""
    file = io.StringIO()
    table = list(rows(found))
    writer = csv.DictWriter(file, fieldnames=list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return file.getvalue()


def print_survey(found: Sequence[Statistics]) -> None:
    """Print a line per corpus; those that were not counted in a local copy are marked."""
    console = Console(width=max(Console().width, WIDTH))
    right = [
        Column(name, justify="right", no_wrap=True)
        for name in ("utterances", "hours", "speakers", *SHORT, "dropped")
    ]
    table = Table(
        Column("corpus", no_wrap=True), Column("languages", min_width=9), *right, box=None
    )
    for one, row in zip(found, rows(found), strict=True):
        name = Text(row["corpus"] + ("" if one.counted else " *"))
        numbers = ("utterances", "hours", "speakers", *EMOTIONS, "dropped")
        table.add_row(name, row["languages"], *(_number(row[field]) for field in numbers))
    console.print(table)
    for one in found:
        if one.unusable:
            of = f"{one.unusable} of {one.unusable + (one.utterances or 0)} utterances"
            text = f"{one.corpus}: {of} cannot be used and are left out: 'validate' says why"
            console.print(text, style="yellow", markup=False, highlight=False)
    if not all(one.counted for one in found):
        console.print("* as documented, not counted in a local copy")


def _number(value: float | None) -> str:
    if value is None:
        return "?"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
