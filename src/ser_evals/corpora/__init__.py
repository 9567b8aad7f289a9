"""Corpora of emotional speech: one short module each, found by lying in this folder."""

import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

from ser_evals.corpora._citation import Citation
from ser_evals.corpora._consistent import GRADES
from ser_evals.corpora._download import Download
from ser_evals.corpora._facts import Remap, Sample, Task
from ser_evals.corpora._filenames import from_filenames
from ser_evals.corpora._files import find_files
from ser_evals.corpora._own_folder import own_folder
from ser_evals.corpora._record import Corpus
from ser_evals.corpora._rows import filled, read_rows
from ser_evals.corpora._tables import from_table
from ser_evals.corpora._utterance import Utterance
from ser_evals.corpora._with_audio import with_audio
from ser_evals.emotions import TAXONOMIES
from ser_evals.errors import SerEvalsError, unknown

__all__ = [
    "Citation",
    "Corpus",
    "Download",
    "Remap",
    "Sample",
    "Task",
    "Utterance",
    "filled",
    "find_files",
    "from_filenames",
    "from_table",
    "get_corpus",
    "get_task",
    "list_corpora",
    "own_folder",
    "read_rows",
    "with_audio",
]

ENTRY_POINTS = "ser_evals.corpora"
"""Group in which other distributions register corpora: name = "package.module:corpus"."""


def list_corpora() -> list[str]:
    """Return the names of all corpora, sorted, those of other installed distributions included.

    Example:
        >>> "emodb" in list_corpora()
        True
    """
    return sorted({*_own(), *_registered()})


def get_corpus(name: str | Path) -> Corpus:
    """Return the record of a corpus.

    Args:
        name: one of `list_corpora()`, or the path of a Python file (".py") that defines `corpus`.

    Raises:
        SerEvalsError: if there is no such corpus, no such file, or no record in it.

    Example:
        >>> get_corpus("emodb").utterances
        535
    """
    if Path(name).suffix == ".py":
        return _not_freer(_record(_run(Path(name).expanduser()), str(name)), str(name))
    if name in _own():
        return _record(importlib.import_module(f"{__name__}.{name}"), str(name))
    registered = _registered()
    if name in registered:
        return _not_freer(_record(registered[name].load(), registered[name].value), name)
    hint = "; the path of your own record, 'mycorpus.py', is accepted too"
    raise unknown("corpus", name, list_corpora(), hint)


def get_task(name: str) -> Task:
    """Return a task by its name, "<corpus>_...".

    Raises:
        SerEvalsError: if no corpus has such a task.
    """
    owners = [corpus for corpus in list_corpora() if name.startswith(f"{corpus}_")]
    for owner in sorted(owners, key=len, reverse=True):
        tasks = get_corpus(owner).tasks
        if name in tasks:
            return tasks[name]
    tasks = (task for owner in owners or list_corpora() for task in get_corpus(owner).tasks)
    raise unknown("taxonomy", name, [*TAXONOMIES, *tasks])


def _own() -> list[str]:
    return [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]


def _registered() -> dict[str, "importlib.metadata.EntryPoint"]:
    # Imported late: it costs more than the rest of the package together.
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


def _run(path: Path) -> ModuleType:
    if not path.is_file():
        raise SerEvalsError(f"no file {path}: expected a Python file that defines `corpus`")
    spec = importlib.util.spec_from_file_location(f"_ser_evals_{path.stem}", path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise SerEvalsError(f"{path} cannot be run: {type(error).__name__}: {error}") from error
    return module


def _not_freer(corpus: Corpus, origin: str) -> Corpus:
    """Refuse a record under whose name more would be published than that corpus allows."""
    if corpus.name in _own():
        known = _record(importlib.import_module(f"{__name__}.{corpus.name}"), corpus.name)
        if GRADES.index(corpus.redistributable) < GRADES.index(known.redistributable):
            raise SerEvalsError(
                f"{origin}: the corpus {corpus.name} is known, and of it {known.redistributable!r} "
                f"may be published, not {corpus.redistributable!r}: give yours another name"
            )
    return corpus


def _record(module: object, origin: str) -> Corpus:
    corpus = getattr(module, "corpus", module)
    if not isinstance(corpus, Corpus):
        raise SerEvalsError(
            f"{origin} defines no corpus: expected `corpus = Corpus(...)` at its top level, "
            "see any module of ser_evals.corpora"
        )
    return corpus
