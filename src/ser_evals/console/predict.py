"""`ser-evals predict`."""

import csv
import json
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ser_evals.console.quiet import quiet
from ser_evals.errors import unknown
from ser_evals.paths import not_writable
from ser_evals.predicting import Prediction

FORMATS = ("table", "csv", "jsonl")
FACTS = ("file", "label", "probability", "seconds", "error")


def predict(
    model: str,
    files: list[str],
    *,
    format: str = "table",
    output: str | None = None,
    track: str | None = None,
    plot: str | None = None,
    **options: Any,
) -> int:
    """Print a line per file as soon as it is known; 1 if there are files that cannot be used.

    Args:
        model: see `ser_evals.predicting.predict`.
        files: the same.
        format: "table", "csv" or "jsonl".
        output: file to write to instead of printing.
        track: folder for a CSV file of each clip over time.
        plot: folder for a picture of each clip over time, PNG and SVG.
        options: passed on.
    """
    from ser_evals.predicting import predict as classify

    if format not in FORMATS:
        raise unknown("format", format, FORMATS)
    quiet()
    rows = classify(model, files, track=bool(track or plot), **options)
    bad = total = 0
    with _writing(output) as file:
        write = {"table": _table, "csv": _csv, "jsonl": _jsonl}[format](file)
        for row in rows:
            write(row)
            file.flush()
            _keep(row, track, plot)
            total += 1
            bad += row.error is not None
    if bad:
        print(f"ser-evals: {bad} of {total} files cannot be used", file=sys.stderr)
    return 1 if bad else 0


def _keep(row: Prediction, track: str | None, plot: str | None) -> None:
    from ser_evals.predicting.tracks import write_plot, write_table

    if row.track is None:
        return
    if track:
        write_table(row.track, Path(track).expanduser() / f"{row.name}.csv")
    if plot:
        write_plot(row.track, row.seconds, row.name, Path(plot).expanduser() / row.name)


@contextmanager
def _writing(output: str | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    path = Path(output).expanduser()
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise not_writable(path, error) from error
    finally:
        partial.unlink(missing_ok=True)


def _table(file: TextIO) -> Callable[[Prediction], None]:
    def write(row: Prediction) -> None:
        if row.error is None:
            print(f"{row.label:<12} {row.probability:6.3f}  {row.file}", file=file)
        else:
            print(f"{'-':<12} {'-':>6}  {row.file}: {row.error}", file=file)

    print(f"{'label':<12} {'prob.':>6}  file", file=file)
    return write


def _csv(file: TextIO) -> Callable[[Prediction], None]:
    rows = csv.writer(file, lineterminator="\n")
    started = False

    def write(row: Prediction) -> None:
        nonlocal started
        if not started:
            rows.writerow([*FACTS, *row.classes])
            started = True
        facts = [getattr(row, name) for name in FACTS]
        rows.writerow([*facts, *(row.probabilities.get(name) for name in row.classes)])

    return write


def _jsonl(file: TextIO) -> Callable[[Prediction], None]:
    def write(row: Prediction) -> None:
        facts = {name: getattr(row, name) for name in (*FACTS, "probabilities")}
        print(json.dumps(facts, ensure_ascii=False), file=file)

    return write
