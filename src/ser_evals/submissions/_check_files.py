"""Does a public run hold the files that its corpus allows, in their form, and nothing else?"""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ser_evals.predictions import KEY, SCHEMA
from ser_evals.runs import find_corpus
from ser_evals.submissions import _names as names
from ser_evals.submissions._clean import without_names
from ser_evals.submissions._columns import FACTS, allowed
from ser_evals.submissions._keys import unknown_keys
from ser_evals.submissions._outcome import same
from ser_evals.submissions._row_file import schema
from ser_evals.submissions._run import Run


def check_files(run: Run) -> list[str]:
    """Return what is wrong with the files of a run; nobody prescribes those of an output."""
    if not run.place.public:
        return []
    folder = run.place.folder
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    stated = run.record.get("published")
    grade = run.corpus.redistributable if run.corpus else stated
    answers = names.CONFUSIONS if grade == "nothing" else names.PREDICTIONS
    wanted = {names.RECORD, names.ROW, names.SCORES, answers}
    may = f": {run.test} may be published as {grade!r}"
    problems = [f"{name} is missing" for name in sorted(wanted - there)]
    problems += [
        f"{name} must not be there" + may * (name in names.FILES) for name in sorted(there - wanted)
    ]
    problems += _row(folder) + _predictions(run, folder) + _told(run)
    problems += [f"{names.RECORD} holds {key[:60]!r}" for key in unknown_keys(run.record)]
    return problems + same("published", stated, grade)


def _row(folder: Path) -> list[str]:
    path = folder / names.ROW
    if not path.is_file():
        return []
    return _other(path.name, pq.read_schema(path), schema(), set())


def _predictions(run: Run, folder: Path) -> list[str]:
    path = folder / names.PREDICTIONS
    if not path.is_file() or run.closed:
        return []
    held = pq.read_schema(path)
    facts = json.loads((held.metadata or {}).get(KEY, b"{}"))
    problems = [f"{names.PREDICTIONS} says {name!r}" for name in sorted(set(facts) - set(FACTS))]
    if run.corpus is not None and run.corpus.redistributable != "nothing":
        closed = sorted(set(held.names) - set(allowed(run.corpus)))
        problems += [f"column {name!r} of {run.test} may not be published" for name in closed]
    return problems or _other(path.name, held, SCHEMA, {KEY})


def _other(name: str, held: pa.Schema, wanted: pa.Schema, facts: set[bytes]) -> list[str]:
    """Say how a table differs from all others, with which it is read as one."""
    if extra := sorted(set(held.metadata or {}) - facts):
        return [f"{name} has metadata {extra[0].decode(errors='replace')!r}"]
    if held.names != wanted.names:
        strange = sorted(set(held.names) ^ set(wanted.names)) or ["another order"]
        return [f"{name} has other columns than all: {strange[0]!r}"]
    return [
        f"{name}: column {column.name!r} is {column.type}, expected {known.type}"
        for column, known in zip(held, wanted, strict=True)
        if column.type != known.type
    ]


def _told(run: Run) -> list[str]:
    """Look for names in what is said of corpora of which no row may be published."""
    corpora: dict[str, Any] = run.record["corpora"]
    closed = [
        n for n in corpora if getattr(find_corpus(n, run.own), "redistributable", "") == "nothing"
    ]
    return [
        f"{names.RECORD} names speakers or utterances of {name}"
        for name in closed
        if without_names(corpora[name]) != corpora[name]
    ]
