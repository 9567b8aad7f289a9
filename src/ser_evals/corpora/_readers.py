"""Readers that most corpora are composed of: labels in file names, labels in a table."""

import csv
import fnmatch
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path, PurePosixPath
from typing import Literal

from ser_evals.corpora._record import Utterance
from ser_evals.errors import SerEvalsError

Read = Callable[[Path], Iterator[Utterance]]
Derive = Mapping[str, Callable[[Mapping[str, str]], object]]

logger = logging.getLogger("ser_evals")
_FIELDS = frozenset(f.name for f in fields(Utterance)) - {"id", "path"}


def from_filenames(
    pattern: str,
    *,
    labels: Mapping[str, str] | None = None,
    derive: Derive | None = None,
    glob: str = "*.wav",
    skip: str | None = None,
    ids: Literal["stem", "path"] = "stem",
) -> Read:
    """Return a reader for a corpus that says everything in its file names.

    Args:
        pattern: regular expression for the end of the path without its suffix, from the beginning
            of a folder or file name on; its named groups are the fields of `Utterance`.
        labels: what the group "label" may be, and the corpus's own label for it; None where
            the group is that label already.
        derive: further fields, each computed from the named groups (those that are no field too).
        glob: which files are audio, in any folder; upper and lower case are the same.
        skip: regular expression for the beginning of folder or file names to leave out.
        ids: an utterance's id is the name of its file, or its path, without the suffix.

    Returns:
        A function from a folder to its utterances, sorted by path. It yields none if no file has
        such a name, and raises `SerEvalsError` if some have and some have not.

    Example:
        >>> read = from_filenames(r"(?P<speaker>\\d\\d)_(?P<label>[a-z])", labels={"a": "angry"})
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Path(folder, "07_a.wav").touch()
        ...     [(u.id, u.speaker, u.label) for u in read(Path(folder))]
        [('07_a', '07', 'angry')]
    """
    name = re.compile(f"(?:.*/)?(?:{pattern})")
    left_out = re.compile(f"(?:^|/)(?:{skip})") if skip else None

    def read(root: Path) -> Iterator[Utterance]:
        paths = [p for p in _files(root, glob) if not (left_out and left_out.search(p))]
        matches = {p: name.fullmatch(str(PurePosixPath(p).with_suffix(""))) for p in paths}
        strangers = [p for p, match in matches.items() if not match]
        if len(strangers) == len(paths):
            return
        if strangers:
            raise SerEvalsError(
                f"{_some(strangers)} in {root}: not named like a file of the corpus "
                f"({pattern}); move it away, or give the folder of the corpus itself"
            )
        for key, path in _unique(root, paths, ids):
            groups = matches[path].groupdict(default="")
            known = {field: groups[field] for field in _FIELDS & groups.keys()}
            yield _utterance(key, path, known, labels, groups, derive or {})

    return read


def from_table(
    table: str,
    *,
    path: str,
    columns: Mapping[str, str],
    labels: Mapping[str, str] | None = None,
    derive: Derive | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
    ids: Literal["stem", "path"] = "stem",
) -> Read:
    """Return a reader for a corpus whose labels are in a table, one row per audio file.

    Args:
        table: the table below the corpus's folder.
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
        left out with one warning of the logger "ser_evals". It raises `FileNotFoundError` without
        the table, and `SerEvalsError` if a column is missing.
    """
    delimiter = delimiter or ("\t" if table.endswith(".tsv") else ",")

    def read(root: Path) -> Iterator[Utterance]:
        with open(root / table, encoding=encoding, newline="") as file:
            rows = list(csv.DictReader(file, delimiter=delimiter, restval=""))
        present, absent = [], []
        for row in rows:
            row = {column: cell.strip() for column, cell in row.items() if column}
            try:
                audio = path.format_map(row)
                known = {field: row[column] for field, column in columns.items()}
            except KeyError as error:
                raise SerEvalsError(
                    f"{root / table} has no column {error} (found: {', '.join(row)})"
                ) from None
            (present if (root / audio).is_file() else absent).append((audio, known, row))
        if present and absent:
            missing = _some([audio for audio, *_ in absent])
            text = "%s: %d of %d rows have no audio and are left out: %s"
            logger.warning(text, root / table, len(absent), len(rows), missing)
        for audio, known, row in present:
            key = known.pop("id", None) or _key(audio, ids)
            yield _utterance(key, audio, known, labels, row, derive or {})

    return read


def _files(root: Path, glob: str) -> list[str]:
    wanted = re.compile(fnmatch.translate(glob), re.IGNORECASE)
    found = []
    # Links are followed: audio often lies on another disk than the folder that is given.
    for folder, folders, names in os.walk(root, onerror=_unreadable, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(folder).relative_to(root)
        paths = ((below / name).as_posix() for name in names if not name.startswith("."))
        found += [path for path in paths if wanted.fullmatch(path)]
    return sorted(found)


def _unreadable(error: OSError) -> None:
    raise SerEvalsError(f"{error.filename} cannot be read ({error.strerror}): mend its permissions")


def _key(path: str, ids: Literal["stem", "path"]) -> str:
    bare = PurePosixPath(path).with_suffix("")
    return bare.name if ids == "stem" else str(bare)


def _unique(root: Path, paths: list[str], ids: Literal["stem", "path"]) -> list[tuple[str, str]]:
    """Return (id, path); a second copy of the whole corpus inside itself is left out, aloud."""
    unique: dict[str, str] = {}
    copies = []
    for path in sorted(paths, key=lambda path: (path.count("/"), path)):
        first = unique.setdefault(_key(path, ids), path)
        if first == path:
            continue
        if (root / first).stat().st_size != (root / path).stat().st_size:
            raise SerEvalsError(
                f"{first!r} and {path!r} in {root} have one name and different content; "
                "remove the one that is not of the corpus"
            )
        copies.append(path)
    if copies:
        logger.warning("%s: left out, as the same files lie elsewhere in %s", _some(copies), root)
    return sorted(unique.items(), key=lambda item: item[1])


def _utterance(
    key: str,
    path: str,
    known: Mapping[str, str],
    labels: Mapping[str, str] | None,
    found: Mapping[str, str],
    derive: Derive,
) -> Utterance:
    given: dict[str, object] = {field: value or None for field, value in known.items()}
    given |= {time: float(known[time]) for time in ("start", "end") if given.get(time)}
    if labels is not None:
        given["label"] = labels.get(known["label"])
        if given["label"] is None:
            codes = ", ".join(f"{code} = {label}" for code, label in labels.items())
            raise SerEvalsError(
                f"{path!r} has the unknown label {known['label']!r} (known: {codes}); "
                "correct the file, or add the label to the corpus's record"
            )
    try:
        given |= {field: compute(found) for field, compute in derive.items()}
    except SerEvalsError as error:
        raise SerEvalsError(f"{path!r}: {error}") from None
    return Utterance(id=key, path=path, **given)


def _some(paths: list[str]) -> str:
    return ", ".join(map(repr, paths[:3])) + f" and {len(paths) - 3} more" * (len(paths) > 3)
