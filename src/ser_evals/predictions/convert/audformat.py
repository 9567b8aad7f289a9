"""Tables of audformat: CSV or Parquet, indexed by file, or by file, start and end.

Format seen in github.com/audeering/audformat, docs/data-tables.rst and audformat/core/table.py.
The labels' column has any name: one column beside the index is the label, otherwise it is the
column `emotion`. An utterance is its file, or "file start end" in a segmented table.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from ser_evals.errors import SerEvalsError
from ser_evals.predictions._columns import text
from ser_evals.predictions._files import load

LABEL = "emotion"
SPEAKERS = {"speaker": "speaker", "gender": "sex", "sex": "sex", "language": "language"}


def predictions(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read a table whose label is what a system predicted."""
    return _table(path, "prediction"), {}


def references(path: Path) -> pd.DataFrame:
    """Read a table whose label is the truth."""
    return _table(path, "reference")


def _table(path: Path, name: str) -> pd.DataFrame:
    frame, _ = load(path)
    if "file" not in frame:
        columns = ", ".join(map(str, frame.columns))
        raise SerEvalsError(f"{path} has no column 'file', the index of audformat; only {columns}")
    index = [key for key in ("file", "start", "end") if key in frame]
    known = [column for column in frame if column in SPEAKERS]
    labels = [column for column in frame if column not in index and column not in known]
    label = labels[0] if len(labels) == 1 else LABEL
    if label not in frame:
        raise SerEvalsError(
            f"{path} has the columns {', '.join(labels) or 'of its index only'}: keep one, or "
            f"call the label '{LABEL}'"
        )
    table = pd.DataFrame({"id": utterances(frame), name: text(frame[label])})
    # An empty label means that nobody labelled the segment yet.
    table = table.assign(**{SPEAKERS[column]: text(frame[column]) for column in known})
    return table[table[name].notna()].reset_index(drop=True)


def utterances(frame: pd.DataFrame) -> pd.Series:
    """Name utterances by file and, where a table is of segments, by start and end in seconds."""
    names = text(frame["file"])
    if not {"start", "end"} <= set(frame):
        return names
    try:
        ends = [pd.to_timedelta(frame[key]).dt.total_seconds() for key in ("start", "end")]
    except ValueError as error:
        raise SerEvalsError(f"start and end of a segment are no durations ({error})") from error
    if ((ends[0] == 0) & ends[1].isna()).all():
        return names
    return names + " " + ends[0].map(_seconds) + " " + ends[1].map(_seconds)


def _seconds(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
