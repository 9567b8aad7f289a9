"""One look at every audio file before anything is computed: readable? how long? which bytes?"""

import hashlib
import json
import logging
import os
import struct
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile

from ser_evals.errors import SerEvalsError
from ser_evals.paths import cache_dir, write_atomically
from ser_evals.progress import progress

SHOWN_FROM = 500
LOUDEST = 1e4

log = logging.getLogger("ser_evals")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the scan found out about one file.

    Args:
        stamp: size and modification time, "size:nanoseconds".
        digest: BLAKE2b-128 of the bytes, hexadecimal.
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
    stamp = f"{status.st_size}:{status.st_mtime_ns}"
    if known is not None and known.stamp == stamp and known.error is None:
        return known
    if status.st_size == 0:
        return FileFacts(stamp, error="is empty (0 bytes)")
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
            truncated = _missing_bytes(file, status.st_size)
        info = soundfile.info(str(path))
        if truncated:
            return FileFacts(stamp, error=f"is truncated ({truncated} bytes of audio are missing)")
        if info.frames == 0:
            return FileFacts(stamp, error="holds no samples")
        if info.subtype in ("FLOAT", "DOUBLE"):
            peak = np.abs(soundfile.read(path)[0]).max()
            if not np.isfinite(peak):
                return FileFacts(stamp, error="holds NaN or infinite samples")
            if peak > LOUDEST:
                return FileFacts(stamp, error=f"holds samples up to {peak:.3g}, full scale is 1")
    except (soundfile.LibsndfileError, OSError) as error:
        reason = getattr(error, "error_string", None) or str(error)
        return FileFacts(stamp, error=f"is not readable as audio ({reason.strip()})")
    return FileFacts(stamp, digest, info.frames / info.samplerate, info.samplerate, info.channels)


def _missing_bytes(file, size: int) -> int:
    """Bytes that a RIFF header promises beyond the end of the file: libsndfile hides them."""
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return 0
    while len(chunk := file.read(8)) == 8:
        name, length = struct.unpack("<4sI", chunk)
        if name == b"data":
            # Streaming encoders leave 0xFFFFFFFF, SoX 0x7FFFF000: no promise was made.
            return 0 if length >= 0x7FFF0000 else max(0, file.tell() + length - size)
        file.seek(length + length % 2, os.SEEK_CUR)
    return 0


def _store(root: Path) -> Path:
    name = hashlib.blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return cache_dir() / "scans" / f"{root.name}-{name}.json"


def _load(root: Path) -> dict[str, FileFacts]:
    try:
        rows = json.loads(_store(root).read_text(encoding="utf-8"))
        return {path: FileFacts(**facts) for path, facts in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _save(root: Path, facts: dict[str, FileFacts]) -> None:
    rows = {path: asdict(fact) for path, fact in facts.items()}
    try:
        write_atomically(_store(root), json.dumps(rows).encode())
    except SerEvalsError as error:
        log.warning("files will be scanned again next time: %s", error)
