"""Which files are meant."""

import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ser_evals.errors import SerEvalsError

AUDIO = (
    *(".3gp", ".aac", ".aif", ".aifc", ".aiff", ".amr", ".au", ".avi", ".caf", ".flac", ".flv"),
    *(".m4a", ".m4v", ".mka", ".mkv", ".mov", ".mp2", ".mp3", ".mp4", ".mpeg", ".mpg", ".nist"),
    *(".oga", ".ogg", ".opus", ".snd", ".sph", ".w64", ".wav", ".webm", ".wma", ".wmv"),
)
"""What is picked from a folder; a file that is named is tried whatever it is called."""


@dataclass(frozen=True)
class Clip:
    """A file by its path, and a unique relative name for what is written about it."""

    path: str
    name: str


def find(files: Iterable[str | Path]) -> Iterator[Clip]:
    """Yield files in the order given, those of folders sorted by name.

    Raises:
        SerEvalsError: at once, if there are none.
    """
    found = _named(files)
    first = next(found, None)
    if first is None:
        raise SerEvalsError("no audio files: give files, or a folder that holds some")
    return itertools.chain([first], found)


def _named(files: Iterable[str | Path]) -> Iterator[Clip]:
    taken: Counter[str] = Counter()
    for given in files:
        root = Path(given).expanduser()
        for path in _below(root) if root.is_dir() else [root]:
            name = path.relative_to(root).as_posix() if root.is_dir() else path.name
            taken[name] += 1
            yield Clip(str(path), name if taken[name] == 1 else f"{name}-{taken[name]}")


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in AUDIO and not name.startswith("."):
                yield Path(place, name)
