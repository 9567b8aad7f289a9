"""The error for a folder in which a corpus does not lie."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ser_evals.errors import SerEvalsError

if TYPE_CHECKING:
    from ser_evals.corpora._record import Corpus


def absent(corpus: "Corpus", root: Path, what: str) -> SerEvalsError:
    """Say what was expected in a folder, what lies there instead, and where to get the corpus."""
    example = next(iter(corpus.sample.files), "")
    files = f"files such as {example!r}" if example else f"files of {corpus.title}"
    if root.is_dir() and os.access(root, os.R_OK):
        names = sorted(p.name + "/" * p.is_dir() for p in root.iterdir() if p.name[0] != ".")
        found = ", ".join(names[:4]) + f" ... ({len(names)} entries)" * (len(names) > 4)
        found = f"expected {files}, found {found or 'an empty folder'}; "
    else:
        found = f"expected a folder with {files}; "
    inner = root / corpus.name
    hint = f"did you mean {inner}? " if inner.is_dir() else ""
    return SerEvalsError(
        f"{corpus.name}: {root}: {what}: {found}{hint}"
        f"give the folder of {corpus.title} itself, or obtain it: {corpus.obtain}"
    )
