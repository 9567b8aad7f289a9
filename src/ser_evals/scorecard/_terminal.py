from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich import box
from rich.markup import escape
from rich.table import Table

from ser_evals.errors import SerEvalsError

MOST = 24
GROUPED = ("uar", "accuracy", "macro_f1")
SPREADS = ("speaker_gini", "group_gap")


def tables(scores: pd.DataFrame) -> Iterator[Table]:
    """Lay out what `score` returns: what is over all utterances, then each kind of group.

    Raises:
        SerEvalsError: there are no rows.
    """
    if scores.empty:
        raise SerEvalsError("nothing to score: no utterance has a class that counts")
    parts = list(scores.groupby(["condition", "classes"], sort=False))
    for (condition, classes), part in parts:
        named = [f"condition {condition}"] if condition else []
        title = ", ".join([*named, f"classes {classes}", f"prior {part['prior'].iloc[0]}"])
        if "difference" in part:
            yield _paired(part, title)
            continue
        spread = part["metric"].isin(SPREADS)
        yield _overall(part[(part["by"] == "all") | spread], title)
        for by, rows in part[~spread & (part["by"] != "all")].groupby("by", sort=False):
            yield _grouped(rows, by, title if len(parts) > 1 else "")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=escape(title) or None, title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        words = column in ("metric", "unit", "better") or column.startswith("by ")
        table.add_column(column, justify="left" if words else "right", no_wrap=True)
    return table


def _overall(rows: pd.DataFrame, title: str) -> Table:
    table = _table(title, "metric", "value", "95 % interval", "unit", "speakers", "utterances")
    for row in rows.to_dict("records"):
        counts = (_count(row["speakers"]), _count(row["utterances"]))
        gap = f" of {row['by']}" if row["metric"] == "group_gap" else ""
        numbers = (f"{row['value']:.3f}", _interval(row), row["ci_unit"])
        table.add_row(escape(row["metric"] + gap), *numbers, *counts)
    return table


def _grouped(rows: pd.DataFrame, by: str, title: str) -> Table:
    table = _table(title, f"by {by}", "UAR", "95 % interval", "WA", "macro F1", "utterances")
    found = {group: part.set_index("metric") for group, part in rows.groupby("group", sort=False)}
    order = sorted(found, key=lambda group: found[group].at["uar", "value"])
    shown = order[: MOST // 2] + order[-(MOST // 2) :] if len(order) > MOST else list(found)
    for group in shown:
        part = found[group]
        uar, wa, f1 = (f"{part.at[name, 'value']:.3f}" for name in GROUPED)
        interval, count = _interval(part.loc["uar"]), _count(part.at["uar", "utterances"])
        table.add_row(escape(str(group)), uar, interval, wa, f1, count)
    if len(shown) < len(order):
        table.caption = f"the lowest and the highest {MOST // 2} of {len(order)}"
        table.caption_justify = "left"
    return table


def _paired(rows: pd.DataFrame, title: str) -> Table:
    columns = ("metric", "value", "other", "difference", "95 % interval", "unit", "better")
    table = _table(title, *columns)
    for row in rows.to_dict("records"):
        low, high = row["ci_low"], row["ci_high"]
        better = "this" if low > 0 else "other" if high < 0 else "not told apart"
        values = (f"{row['value']:.3f}", f"{row['other']:.3f}", f"{row['difference']:+.3f}")
        interval = f"[{low:+.3f}, {high:+.3f}]"
        table.add_row(escape(row["metric"]), *values, interval, row["ci_unit"], better)
    return table


def _interval(row: Any) -> str:
    low, high = row["ci_low"], row["ci_high"]
    return f"[{low:.3f}, {high:.3f}]" if low == low else ""


def _count(value: Any) -> str:
    return "unknown" if value is None or value != value else f"{value:.0f}"
