"""Files below a corpus's folder: found and named."""

import fnmatch
import functools
import logging
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Literal

from ser_evals.errors import SerEvalsError

Ids = Literal["stem", "path"]

logger = logging.getLogger("ser_evals")


def find_files(root: Path, glob: str = "*.wav", *, skip: str | None = None) -> list[str]:
    """Return the paths below a folder that match, sorted; hidden files and folders are left out.

    Args:
        root: the corpus's folder.
        glob: pattern of the whole path; upper and lower case are the same. Several patterns are
            separated by "|".
        skip: regular expression for the beginning of folder or file names to leave out.
    """
    wanted = re.compile("|".join(map(fnmatch.translate, glob.split("|"))), re.IGNORECASE)
    left_out = re.compile(f"(?:^|/)(?:{skip})") if skip else None
    found = []
    for folder, names in _folders(root):
        below = Path(folder).relative_to(root)
        paths = ((below / name).as_posix() for name in names if not name.startswith("."))
        found += [p for p in paths if wanted.fullmatch(p) and not (left_out and left_out.search(p))]
    return sorted(found)


def _folders(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield folders and the names of their files, each folder once: links may run in circles."""
    starts, seen = [os.fspath(root)], set()
    # Links are followed, as audio often lies on another disk than the folder that is given; but
    # after all else, so that a file is known by its real place where it has one below the root.
    for start in starts:
        for folder, folders, names in os.walk(start, onerror=_unreadable):
            real = os.path.realpath(folder)
            if real in seen:
                folders.clear()
                continue
            seen.add(real)
            folders[:] = [name for name in sorted(folders) if not name.startswith(".")]
            inner = (os.path.join(folder, name) for name in folders)
            starts += [path for path in inner if os.path.islink(path)]
            yield folder, names


def _unreadable(error: OSError) -> None:
    raise SerEvalsError(f"{error.filename} cannot be read ({error.strerror}): mend its permissions")


def key(path: str, ids: Ids = "stem") -> str:
    """Return an utterance's id: the name of its file, or its path, without the suffix."""
    bare = PurePosixPath(path).with_suffix("")
    return bare.name if ids == "stem" else str(bare)


def unique(root: Path, paths: Iterable[str], ids: Ids = "stem") -> list[tuple[str, str]]:
    """Return (id, path); a second copy of the whole corpus inside itself is left out, aloud.

    Raises:
        SerEvalsError: if two files of one name have different sizes.
    """
    first_of: dict[str, str] = {}
    copies = []
    for path in sorted(paths, key=lambda path: (path.count("/"), path)):
        first = first_of.setdefault(key(path, ids), path)
        if first == path:
            continue
        if (root / first).stat().st_size != (root / path).stat().st_size:
            raise SerEvalsError(
                f"{first!r} and {path!r} in {root} have one name and different content; "
                "remove the one that is not of the corpus"
            )
        copies.append(path)
    if copies:
        warn_once("%s: left out, as the same files lie elsewhere in %s", some(copies), root)
    return sorted(first_of.items(), key=lambda item: item[1])


@functools.cache
def warn_once(text: str, *facts: object) -> None:
    """Warn, once per process and facts: `load_dataset` reads a folder more than once."""
    logger.warning(text, *facts)


def some(paths: list[str]) -> str:
    """Return the first three of some paths, and how many more there are."""
    return ", ".join(map(repr, paths[:3])) + f" and {len(paths) - 3} more" * (len(paths) > 3)
