"""A run's row as a file of its own: added without a change to any other."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ser_evals.errors import SerEvalsError
from ser_evals.submissions._row import TYPES


def schema() -> pa.Schema:
    """Return what every row's file has."""
    return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in TYPES.items()])


def to_parquet(row: Mapping[str, Any]) -> bytes:
    """Return a row as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([dict(row)], schema()), sink)
    return sink.getvalue().to_pybytes()


def read_row(path: Path) -> dict[str, Any]:
    """Return the row that a file holds.

    Raises:
        SerEvalsError: if it holds none, or several.
    """
    try:
        rows = pq.ParquetFile(path).read().to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise SerEvalsError(f"{path.name} cannot be read: {error}") from error
    if len(rows) != 1:
        raise SerEvalsError(f"{path.name} holds {len(rows)} rows, expected one")
    return rows[0]
