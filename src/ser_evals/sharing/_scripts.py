"""The folder `dataset_scripts`: card and script of every corpus, written from the records."""

from os import PathLike
from pathlib import Path

from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.paths import write_atomically
from ser_evals.sharing._card import card, render


def scripts(name: str) -> dict[str, str]:
    """Return the files of a corpus below `dataset_scripts`: path to content.

    Example:
        >>> list(scripts("emodb"))
        ['emodb/README.md', 'emodb/prepare.py']
    """
    return {
        f"{name}/README.md": card(get_corpus(name)),
        f"{name}/prepare.py": render("prepare.py.j2", name=name),
    }


def write_scripts(folder: str | PathLike[str]) -> list[Path]:
    """Write card and script of every corpus; return the files that were not so before.

    Args:
        folder: `dataset_scripts` of a checkout.
    """
    changed = []
    for name in list_corpora():
        for place, content in scripts(name).items():
            path = Path(folder) / place
            if not path.is_file() or path.read_bytes() != content.encode():
                write_atomically(path, content.encode())
                changed.append(path)
    return changed
