"""The reader for corpora whose labels are in a table."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ser_evals.corpora._checked import Read
from ser_evals.corpora._fields import FIELDS, Derive, utterance
from ser_evals.corpora._files import Ids, key
from ser_evals.corpora._rows import read_rows
from ser_evals.corpora._utterance import Utterance
from ser_evals.corpora._with_audio import with_audio
from ser_evals.errors import SerEvalsError, unknown


def from_table(
    table: str,
    *,
    path: str,
    columns: Mapping[str, str],
    labels: Mapping[str, str] | None = None,
    derive: Derive | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
    ids: Ids = "stem",
) -> Read:
    """Return a reader for a corpus whose labels are in a table, one row per utterance.

    Args:
        table: the table below the corpus's folder: CSV, TSV or XLSX.
        path: the audio file of a row, its columns in braces: "samples/{file_id}".
        columns: field of `Utterance` to column of the table; "label" is one of the fields.
            With "id", "start" and "end" one file may hold many utterances.
        labels: what the label column may be, and the corpus's own label for it; None where the
            column holds that label already.
        derive: further fields, each computed from the row.
        delimiter: None for a tab in .tsv files and a comma in others.
        encoding: of the table.
        ids: an utterance's id is the name of its file, or its path, without the suffix.

    Returns:
        A function from a folder to its utterances, in the table's order. Rows without audio are
        left out with one warning of the logger "ser_evals" per process. It raises
        `FileNotFoundError` without the table, and `SerEvalsError` if a column is missing.

    Raises:
        SerEvalsError: if `columns` or `derive` name what is no field of `Utterance`.
    """
    for field in (*columns, *(derive or {})):
        if field not in (fields := FIELDS | {"id"}):
            raise unknown("field", field, fields, f" in the reader of {table}")

    def rows(root: Path) -> Iterator[Utterance]:
        for row in read_rows(root / table, delimiter=delimiter, encoding=encoding):
            try:
                audio = path.format_map(row)
                known = {field: row[column] for field, column in columns.items()}
            except KeyError as error:
                raise SerEvalsError(
                    f"{root / table} has no column {error} (found: {', '.join(row)})"
                ) from None
            name = known.pop("id", None) or key(audio, ids)
            yield utterance(name, audio, known, labels, row, derive or {})

    return lambda root: with_audio(root, rows(root), table)
