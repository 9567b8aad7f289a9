"""Where things are kept, and how files are written so that nothing half-written is ever read."""

import contextlib
import os
import uuid
from pathlib import Path

from ser_evals.errors import SerEvalsError


def cache_dir() -> Path:
    """Return the folder of everything that can be computed again.

    `SER_EVALS_CACHE` where it is set, otherwise `~/.cache/ser-evals`.
    """
    return Path(os.environ.get("SER_EVALS_CACHE", "~/.cache/ser-evals")).expanduser()


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside it, then rename it into place.

    Raises:
        SerEvalsError: if the place cannot be written to.
    """
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise not_writable(path, error) from error


def not_writable(path: Path, error: OSError) -> SerEvalsError:
    """Build the error for a place that cannot be written to."""
    reason = error.strerror or error
    where = "set SER_EVALS_CACHE to" if path.is_relative_to(cache_dir()) else "give"
    return SerEvalsError(f"cannot write {path}: {reason}; {where} another folder, or free the disk")


def check_writable(folder: Path) -> None:
    """Make a folder and prove that a file can be written in it.

    Raises:
        SerEvalsError: if it cannot.
    """
    probe = folder / f".probe-{uuid.uuid4().hex[:8]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise not_writable(folder, error) from error
