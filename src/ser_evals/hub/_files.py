"""The files of a folder that are pushed, and how they are compared with what is there."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from huggingface_hub import get_token

from ser_evals.errors import SerEvalsError

OURS = (".ser_evals.json", ".eval_results")
"""The only hidden names that are pushed."""
LARGEST = 10 * 2**20
"""Bytes of a file that is searched for the token."""
LITTER = ("__pycache__", "Thumbs.db", "desktop.ini")
SUFFIXES = (".partial", ".pyc", "~")


def files_of(folder: Path) -> dict[str, Path]:
    """Return what is pushed of a folder: path in the repository to file, sorted.

    Hidden files are left out, but for those that ser-evals writes, and so is what editors,
    Python and interrupted writes leave behind.

    Raises:
        SerEvalsError: if there is nothing, if something is no file of this folder, and if a file
            holds the token.
    """
    found = dict(sorted(_walk(folder)))
    for path, file in found.items():
        _check(path, file, folder)
    if not found:
        raise SerEvalsError(f"{folder} holds no files: give a folder with what is to be pushed")
    return found


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if _is_pushed(name)]
        for name in filter(_is_pushed, names):
            path = Path(above, name)
            yield path.relative_to(folder).as_posix(), path


def _is_pushed(name: str) -> bool:
    hidden = name.startswith(".") and name not in OURS
    return not (hidden or name in LITTER or name.endswith(SUFFIXES))


def _check(path: str, file: Path, folder: Path) -> None:
    """Refuse what leads elsewhere, and what would tell everybody who one is."""
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        raise SerEvalsError(
            f"{folder}: {path!r} is no file that lies there: remove it, or put a copy in its place"
        )
    token = get_token()
    if token and file.stat().st_size <= LARGEST and token.encode() in file.read_bytes():
        raise SerEvalsError(f"{folder}: {path!r} holds your token: remove it, and make a new one")


def git_digest(path: Path) -> str:
    """Return git's name of a file's content, which the Hub gives for small files.

    Example:
        >>> import tempfile
        >>> with tempfile.NamedTemporaryFile() as file:
        ...     git_digest(Path(file.name))
        'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while part := file.read(2**20):
            digest.update(part)
    return digest.hexdigest()


def large_digest(path: Path) -> str:
    """Return the SHA-256 of a file's content, which the Hub gives for large files."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
