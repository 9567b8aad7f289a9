"""The lines of scores.csv that belong to one run."""

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ser_evals.errors import SerEvalsError
from ser_evals.predictions import Predictions
from ser_evals.runs import heading, score_run
from ser_evals.scoring import COLUMNS

NUMBERS = ("value", "ci_low", "ci_high", "seeds", "speakers", "utterances")


def table_of(predictions: Predictions, record: Mapping[str, Any]) -> pd.DataFrame:
    """Score a run, with the warnings of its record."""
    rows, _ = score_run(predictions, record)
    said = [{**row, "warnings": [*record["warnings"], *row["warnings"]]} for row in rows]
    return as_table([{**row, "warnings": "; ".join(row["warnings"])} for row in said])


def as_table(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as they come back from a file."""
    return read_table(to_csv(pd.DataFrame(rows, columns=list(COLUMNS))))


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of scores.csv."""
    whole = table.astype(dict.fromkeys(NUMBERS[3:], "Int64"))
    return whole.to_csv(index=False).encode()


def read_table(content: bytes) -> pd.DataFrame:
    """Read scores.csv; numbers come back to the bit.

    Raises:
        SerEvalsError: if it is none.
    """
    try:
        table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as error:
        raise SerEvalsError(f"scores.csv cannot be read: {error}") from error
    if list(table.columns) != list(COLUMNS):
        strange = sorted(set(table.columns) ^ set(COLUMNS)) or ["another order"]
        raise SerEvalsError(f"scores.csv has other columns than a run's: {strange[0]}")
    for name in NUMBERS:
        table[name] = [_number(text, name) for text in table[name]]
    return table


def _number(text: str, column: str) -> float:
    try:
        return float(text) if text else math.nan
    except ValueError:
        raise SerEvalsError(f"scores.csv: {column} is {text!r}, expected a number") from None


def lines_of(table: pd.DataFrame, record: Mapping[str, Any]) -> pd.DataFrame:
    """Return the lines of a run among those of many."""
    kept = pd.Series(True, table.index)
    for name, value in (heading(record) | {"setting": record["setting"]}).items():
        kept &= table[name] == str(value)
    return table[kept].reset_index(drop=True)
