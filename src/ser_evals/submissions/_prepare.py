"""Runs in the layout of the results dataset, as far as the licences of tested corpora allow."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ser_evals import predictions as tables
from ser_evals.corpora import Corpus
from ser_evals.errors import SerEvalsError
from ser_evals.paths import write_atomically
from ser_evals.runs import known_corpora, named_in
from ser_evals.submissions import _names as names
from ser_evals.submissions._card import card
from ser_evals.submissions._clean import cleaned
from ser_evals.submissions._columns import public_table
from ser_evals.submissions._confusions import count
from ser_evals.submissions._grades import grade_of
from ser_evals.submissions._row import row_of
from ser_evals.submissions._row_file import to_parquet
from ser_evals.submissions._source import check_address, claim, find_runs
from ser_evals.submissions._tables import table_of, to_csv


@dataclass(frozen=True)
class Submission:
    """A folder in the layout of the results dataset.

    Args:
        folder: with README.md and runs/.
        published: address of each run -> what is published of its tested corpus: "audio" and
            "labels" mean its predictions, "nothing" means confusions only.
        files: what this call put there, relative to the folder.
    """

    folder: Path
    published: dict[str, str]
    files: tuple[str, ...]

    def __str__(self) -> str:
        runs = f"{len(self.published)} run{'s' * (len(self.published) != 1)}"
        closed = sum(grade == "nothing" for grade in self.published.values())
        return f"{self.folder}: {runs}" + f", {closed} of them as confusions only" * bool(closed)


def prepare(
    source: str | Path, folder: str | Path, *, corpora: Iterable[str | Path] = ()
) -> Submission:
    """Write runs in the layout of the results dataset.

    The same runs give the same bytes. Of a tested corpus whose licence allows no rows to be passed
    on there are aggregate confusions instead of predictions; training corpora are only named.

    Args:
        source: a run's folder, or the output folder of `ser_evals.run`: all of its runs.
        folder: to write to; empty, or with other runs that an earlier call wrote.
        corpora: files with records of your own corpora (".py"), where the run does not name them.

    Raises:
        SerEvalsError: if there is no finished run, the folder holds something else, or nobody
            knows what the licence of a tested corpus allows.
    """
    folder, own = Path(folder).expanduser(), known_corpora(corpora)
    runs = find_runs(Path(source).expanduser())
    claim(folder)
    contents: dict[str, dict[str, bytes]] = {}
    grades: dict[str, str] = {}
    for place, record in runs:
        mine = named_in(record.get("command", "")) | own
        check_address(record["run"])
        grade, corpus = grade_of(record, mine)
        contents[record["run"]] = _files(place, cleaned(record, mine, grade), corpus)
        grades[record["run"]] = grade
    write_atomically(folder / names.CARD, card().encode())
    files = [names.CARD]
    for address, parts in contents.items():
        for name in names.FILES:
            path = folder / address / name
            if name in parts:
                write_atomically(path, parts[name])
                files.append(f"{address}/{name}")
            else:
                path.unlink(missing_ok=True)
    return Submission(folder, grades, tuple(files))


def _files(place: Path, record: Mapping[str, Any], corpus: Corpus) -> dict[str, bytes]:
    path = place / names.PREDICTIONS
    predictions = tables.read(path)
    scores = table_of(predictions, record)
    if scores.empty:
        raise SerEvalsError(f"{place}: nothing of it can be scored: there is nothing to publish")
    files = {
        names.ROW: to_parquet(row_of(record, scores)),
        names.RECORD: (json.dumps(record, indent=2) + "\n").encode(),
        names.SCORES: to_csv(scores),
    }
    if record["published"] == "nothing":
        told = json.dumps(count(predictions, record), indent=2) + "\n"
        return files | {names.CONFUSIONS: told.encode()}
    return files | {names.PREDICTIONS: public_table(path, corpus)}
