"""Which downloads are finished, and who may write into the folder now."""

import contextlib
import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ser_evals.corpora import Download
from ser_evals.errors import SerEvalsError
from ser_evals.fetching._sizes import number
from ser_evals.paths import write_atomically

logger = logging.getLogger("ser_evals")


class Ledger:
    """The file `fetched.json`: what is finished, with digests and the files it gave.

    Args:
        folder: the hidden folder beside the corpus's files.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fetched.json"
        self._entries: dict[str, Any] = {}
        if self._path.is_file():
            try:
                self._entries = dict(json.loads(self._path.read_bytes())["downloads"])
            except (ValueError, KeyError, TypeError):
                logger.warning("%s cannot be read and is written anew", self._path)

    def has(self, download: Download, root: Path) -> bool:
        """Return whether a download is finished and all of its files are still below a folder."""
        entry = self._entries.get(key(download))
        if entry is None or _changed(entry["checksum"], download.checksum):
            return False
        missing = [path for path in entry["files"] if not (root / path).exists()]
        if missing:
            text = "%s: %s of %s gone, such as %s: fetched again"
            files = number(len(missing), "file")
            logger.warning(text, root, files, download.filename, missing[0])
        return not missing

    def add(self, download: Download, digest: str, files: Sequence[str]) -> None:
        """Write down that a download is finished.

        Args:
            download: as the record has it.
            digest: of what came, "sha256:..." or as the record's checksum.
            files: what it gave, relative to the corpus's folder.
        """
        self._entries[key(download)] = {
            "url": download.url,
            "checksum": download.checksum,
            "digest": digest,
            "files": list(files),
        }
        content = json.dumps({"downloads": self._entries}, indent=1)
        write_atomically(self._path, content.encode())


def key(download: Download) -> str:
    """Return a short name for a download that changes with where its content would come to lie."""
    told = (download.url, download.filename, download.to, download.strip)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def _changed(before: str | None, now: str | None) -> bool:
    return before is not None and now is not None and before != now


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes from fetching into the same folder.

    Raises:
        SerEvalsError: if one does.
    """
    try:
        held = FileLock(folder / "lock").acquire(timeout=0)
    except Timeout as error:
        where = folder.parent
        raise SerEvalsError(f"another process fetches into {where}: wait until it ends") from error
    with held:
        yield
