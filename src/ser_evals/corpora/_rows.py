"""Rows of a table, as text."""

import csv
from pathlib import Path

from ser_evals.errors import SerEvalsError


def read_rows(
    path: Path, *, delimiter: str | None = None, encoding: str = "utf-8-sig", sheet: int | str = 0
) -> list[dict[str, str]]:
    """Read a table as one dict of stripped text per row; the first row names the columns.

    Args:
        path: CSV, TSV or XLSX file.
        delimiter: None for a tab in .tsv files and a comma in others.
        encoding: of a text file.
        sheet: number or name of the sheet of an .xlsx file.

    Raises:
        FileNotFoundError: if there is no such file.
        SerEvalsError: if it is empty, not in the encoding, or no such table.
    """
    if filled(path).suffix.lower() == ".xlsx":
        return _workbook(path, sheet)
    delimiter = delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")
    try:
        with open(path, encoding=encoding, newline="") as file:
            table = csv.DictReader(file, delimiter=delimiter, restval="")
            if not table.fieldnames:
                raise _empty(path)
            rows = list(table)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SerEvalsError(f"{path} is no table in {encoding}: {error}") from error
    return [{column.strip(): row[column].strip() for column in row if column} for row in rows]


def filled(path: Path) -> Path:
    """Return the path of a file with content: a copy that broke off would pass for no rows.

    Raises:
        FileNotFoundError: if there is no such file.
        SerEvalsError: if it is empty.
    """
    if path.stat().st_size == 0:
        raise _empty(path)
    return path


def _empty(path: Path) -> SerEvalsError:
    return SerEvalsError(f"{path} is empty: expected a table; copy it again")


def _workbook(path: Path, sheet: int | str) -> list[dict[str, str]]:
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        found = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
        rows = list(found.iter_rows(values_only=True))
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError) as error:
        raise SerEvalsError(f"{path} is no workbook with a sheet {sheet!r}: {error}") from error
    if not rows:
        raise _empty(path)
    names, *text = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    return [
        {name: cell for name, cell in zip(names, row, strict=False) if name}
        for row in text
        if any(row)
    ]
