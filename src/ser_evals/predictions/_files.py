import json
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ser_evals.errors import SerEvalsError
from ser_evals.predictions._table import KEY

KINDS = {
    ".parquet": "Parquet",
    ".pq": "Parquet",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".jsonl": "JSON lines",
    ".ndjson": "JSON lines",
}


def is_whole(path: Path) -> bool:
    """Return whether there is a Parquet file that ends as it should."""
    try:
        pq.read_metadata(path)
    except (pa.ArrowException, OSError):
        return False
    return True


def load(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read a table, by the suffix of its name and, where that says nothing, by its content.

    Returns:
        The columns as they are in the file, and the facts that our metadata holds (Parquet only).
        All columns of a CSV file are strings.

    Raises:
        SerEvalsError: there is no such file, or it is not what it seems to be.
    """
    if not path.is_file():
        raise SerEvalsError(
            f"no predictions at {path}: give a Parquet file, a CSV file or a file of JSON lines"
        )
    kind = KINDS.get(path.suffix.lower()) or _guess(path)
    try:
        if kind == "Parquet":
            return _parquet(path)
        return (_json_lines(path) if kind == "JSON lines" else _csv(path, kind)), {}
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, SerEvalsError):
            raise
        raise SerEvalsError(f"{path} is not readable as {kind} ({error})") from error


def _guess(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    if start[:4] == b"PAR1":
        return "Parquet"
    if start.lstrip()[:1] == b"{":
        return "JSON lines"
    return "TSV" if b"\t" in start.partition(b"\n")[0] else "CSV"


def _parquet(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    table = pq.read_table(path)
    facts = json.loads((table.schema.metadata or {}).get(KEY, b"{}"))
    if "scores" in table.column_names:
        kind = table.schema.field("scores").type
        inner = getattr(kind, "value_type", None) if pa.types.is_nested(kind) else None
        if inner is None or not (pa.types.is_floating(inner) or pa.types.is_integer(inner)):
            raise SerEvalsError(f"{path}: scores are {kind}, expected a list of numbers per row")
    # Without pandas' own metadata, an index that someone saved stays a column.
    frame = table.to_pandas(ignore_metadata=True)
    for name in frame.select_dtypes("category"):
        frame[name] = frame[name].astype(object)
    return frame, facts


def _csv(path: Path, kind: str) -> pd.DataFrame:
    """Read strings: "01" stays a name, and a speaker may be called "NA"."""
    options = {"dtype": str, "keep_default_na": False, "na_values": [""]}
    separator = "\t" if kind == "TSV" else ","
    with warnings.catch_warnings():
        # Rows longer than the header: pandas would take their first field for an index.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        try:
            return pd.read_csv(
                path, sep=separator, encoding="utf-8-sig", index_col=False, **options
            )
        except pd.errors.ParserWarning as error:
            raise SerEvalsError(f"{path} has rows longer than its header ({error})") from error


def _json_lines(path: Path) -> pd.DataFrame:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise SerEvalsError(f"{path}: line {number} is not JSON ({error})") from error
        if not isinstance(row, dict):
            raise SerEvalsError(f"{path}: line {number} is no object: expected {{...}} per line")
        rows.append(row)
    if not rows:
        raise SerEvalsError(f"{path} holds no predictions")
    return pd.DataFrame(rows)
