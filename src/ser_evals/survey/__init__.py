"""Corpora in numbers: what each holds, and how much speech there is per language and emotion."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from ser_evals.corpora import get_corpus, list_corpora, own_folder
from ser_evals.errors import SerEvalsError
from ser_evals.paths import check_writable, write_atomically
from ser_evals.survey._counted import counted
from ser_evals.survey._documented import SEVERAL, documented
from ser_evals.survey._statistics import Statistics
from ser_evals.survey._table import print_survey, rows, spreadsheet

__all__ = ["SEVERAL", "Statistics", "print_survey", "rows", "statistics", "survey"]

log = logging.getLogger("ser_evals")


def statistics(
    name: str | Path, *, data_dir: str | Path | None = None, taxonomy: str = "ser_evals"
) -> Statistics:
    """Count what a local copy of a corpus holds, or return what its record says.

    Args:
        name: corpus name, see `list_corpora`, or the path of a record.
        data_dir: folder with one folder per corpus; None for the numbers of the record.
        taxonomy: label map or task whose classes are counted. A corpus without emotions has none
            of the eight classes.

    Raises:
        SerEvalsError: for an unknown name or taxonomy, or a folder that cannot be read.

    Example:
        >>> statistics("emodb").by_class()["anger"]
        127
    """
    corpus = get_corpus(name)
    # Asked for by the survey of all corpora, this is an answer and no mistake.
    without = corpus.labels is None and taxonomy in ("ser_evals", "ser_evals_2024")
    mapping = {} if without else corpus.mapping(taxonomy)
    if data_dir is None:
        return documented(corpus, mapping, taxonomy)
    return counted(corpus, mapping, taxonomy, own_folder(corpus, data_dir))


def survey(
    names: Iterable[str | Path] | None = None,
    *,
    data_dir: str | Path | None = None,
    output: str | Path | None = None,
) -> tuple[Statistics, ...]:
    """Count several corpora and draw how much speech there is per language and emotion.

    Args:
        names: corpora; by default all of human speech.
        data_dir: folder with one folder per corpus, where those that are named must be. Without
            names, a corpus that is not there is described by the numbers of its record.
        output: folder for `<corpus>.json`, `corpora.csv`, and `languages.png` and `.svg`.

    Raises:
        SerEvalsError: for an unknown name, or a folder that cannot be read or written to.
    """
    named = list(names or ())
    names = named or [n for n in list_corpora() if not get_corpus(n).synthetic]
    there = set() if data_dir is None else _there(names, Path(data_dir).expanduser(), named)
    place = None if output is None else Path(output).expanduser()
    if place is not None:
        check_writable(place)
    found = []
    for name in names:
        if data_dir is not None and name not in there:
            log.info("%s: not in %s, the numbers are those of its record", name, data_dir)
        found.append(statistics(name, data_dir=data_dir if name in there else None))
    if place is not None:
        _write(found, place)
    return tuple(found)


def _there(
    names: Sequence[str | Path], folder: Path, named: Sequence[str | Path]
) -> set[str | Path]:
    """Return which corpora lie in a folder; those that the user named must."""
    for name in named:
        own_folder(get_corpus(name), folder)
    there = {name for name in names if (folder / get_corpus(name).name).is_dir()}
    if not there:
        what = "no corpus in" if folder.is_dir() else "no folder"
        raise SerEvalsError(f"{what} {folder}: give the folder with one folder per corpus")
    return there


def _write(found: list[Statistics], folder: Path) -> None:
    # Matplotlib takes longer to import than the numbers take to count.
    from ser_evals.survey._picture import picture

    for one in found:
        write_atomically(folder / f"{one.corpus}.json", one.json().encode())
    write_atomically(folder / "corpora.csv", spreadsheet(found).encode())
    for kind, content in picture(found).items():
        write_atomically(folder / f"languages.{kind}", content)
