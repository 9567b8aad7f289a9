"""One look at every audio file before anything is computed: readable? how long? which bytes?"""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from ser_evals import audio
from ser_evals.data._content import content
from ser_evals.errors import SerEvalsError
from ser_evals.paths import cache_dir, write_atomically
from ser_evals.progress import progress

SHOWN_FROM = 500
FORMAT = 3
"""Raised when the same file gives other facts: what was remembered before is forgotten."""

log = logging.getLogger("ser_evals")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the scan found out about one file.

    Args:
        stamp: size, time of modification and time of change, which renaming moves too.
        digest: BLAKE2b-128, hexadecimal: of the samples of a WAVE file (tags and the like make
            no other recording of it), of all bytes of others.
        seconds: duration.
        sampling_rate: Hz.
        channels: number of channels.
        error: why the file cannot be used, or None.
    """

    stamp: str
    digest: str = ""
    seconds: float = 0.0
    sampling_rate: int = 0
    channels: int = 0
    error: str | None = None


def scan(root: Path, paths: Iterable[str]) -> dict[str, FileFacts]:
    """Look at files in parallel; what was seen before and did not change is not read again.

    Args:
        root: the corpus's folder.
        paths: files relative to it.

    Returns:
        Facts by path.

    Raises:
        SerEvalsError: if ffmpeg is needed and missing.
    """
    known = _load(root)
    wanted = list(paths)

    def look(path: str) -> tuple[str, FileFacts]:
        return path, _facts(root / path, known.get(path))

    with (
        ThreadPoolExecutor(max_workers=min(16, 4 * (os.cpu_count() or 1))) as pool,
        _shown(root.name, len(set(wanted) - set(known))) as advance,
    ):
        found = {}
        for path, facts in pool.map(look, wanted):
            found[path] = facts
            advance(path not in known)
    if any(known.get(path) != facts for path, facts in found.items()):
        _save(root, known | found)
    return found


def _shown(name: str, unseen: int) -> AbstractContextManager[Callable[[float], None]]:
    if unseen < SHOWN_FROM:
        return nullcontext(lambda _: None)
    return progress(f"scan {name}", unseen, "files")


def _facts(path: Path, known: FileFacts | None) -> FileFacts:
    try:
        status = path.stat()
    except OSError as error:
        return FileFacts(stamp="", error=f"cannot be opened ({error.strerror})")
    # Unpacked files often share size and mtime: two that are exchanged differ in ctime alone.
    stamp = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
    if known is not None and known.stamp == stamp and known.error is None:
        return known
    if status.st_size == 0:
        return FileFacts(stamp, error="is empty (0 bytes)")
    try:
        with path.open("rb") as file:
            digest, missing = content(file, status.st_size)
        found = audio.inspect(path)
    except audio.Unreadable as error:
        return FileFacts(stamp, error=error.reason)
    except OSError as error:
        return FileFacts(stamp, error=f"is not readable as audio ({error.strerror or error})")
    if missing:
        return FileFacts(stamp, error=f"is truncated ({missing} bytes of audio are missing)")
    return FileFacts(stamp, digest, found.seconds, found.sampling_rate, found.channels)


def _store(root: Path) -> Path:
    name = hashlib.blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return cache_dir() / "scans" / f"{root.name}-{name}.json"


def _load(root: Path) -> dict[str, FileFacts]:
    try:
        stored = json.loads(_store(root).read_text(encoding="utf-8"))
        if stored["format"] != FORMAT:
            return {}
        return {path: FileFacts(**facts) for path, facts in stored["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _save(root: Path, facts: dict[str, FileFacts]) -> None:
    stored = {"format": FORMAT, "files": {path: asdict(fact) for path, fact in facts.items()}}
    try:
        write_atomically(_store(root), json.dumps(stored).encode())
    except SerEvalsError as error:
        log.warning("files will be scanned again next time: %s", error)
