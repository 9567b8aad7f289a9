"""A file brought over HTTP: what has come is kept, and the next attempt goes on from there."""

import contextlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from time import sleep

import httpx2

from ser_evals import __version__
from ser_evals.corpora import Download
from ser_evals.errors import SerEvalsError
from ser_evals.fetching._answers import Again, check_status, content_range
from ser_evals.fetching._sizes import shown, unit
from ser_evals.paths import not_writable, write_atomically
from ser_evals.progress import progress

RETRIES = 4
PATIENCE = 300.0
"""Seconds that a server may ask us to wait; one that wants more is given up for now."""
TIMEOUT = httpx2.Timeout(60, connect=20)
# What is stored must be the file's own bytes, or neither ranges nor checksums would fit.
HEADERS = {"Accept-Encoding": "identity", "User-Agent": f"ser-evals/{__version__}"}
VALIDATORS = ("etag", "last-modified")
MB = 1e6

logger = logging.getLogger("ser_evals")


class Transfer:
    """The way of one download into one file.

    Beside the file lies a note of which version of it the server gave.

    Args:
        download: as the record has it.
        partial: where the bytes go; those of an earlier call are built upon.
        title: of the bar.
        by_hand: the other way to get it, for error messages.
    """

    def __init__(self, download: Download, partial: Path, title: str, by_hand: str) -> None:
        self.url, self.size = download.url, download.size
        self.partial, self.title, self.by_hand = partial, f"{title}: {download.filename}", by_hand
        self.received = 0

    @staticmethod
    def note_of(partial: Path) -> Path:
        """Return the path of the note beside a file."""
        return partial.with_name(f"{partial.name}.json")

    def run(self) -> int:
        """Bring the whole file in and return the bytes that came over the network.

        Raises:
            SerEvalsError: if the server refuses, keeps failing or has another file, or if the
                disk is full or cannot be written to.
        """
        failures = furthest = 0
        with httpx2.Client(follow_redirects=True, timeout=TIMEOUT, headers=HEADERS) as client:
            while True:
                try:
                    self._attempt(client)
                    return self.received
                except Again as again:
                    reason, asked = str(again), again.wait
                except httpx2.UnsupportedProtocol as error:
                    raise SerEvalsError(f"{self.url}: {error}; {self.by_hand}") from error
                except httpx2.TransportError as error:
                    reason, asked = str(error) or type(error).__name__, None
                except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                    raise SerEvalsError(f"{self.url}: {error}; {self.by_hand}") from error
                failures = 1 if self._have() > furthest else failures + 1
                furthest = max(furthest, self._have())
                self._wait(reason, asked, failures)

    def _wait(self, reason: str, asked: float | None, failures: int) -> None:
        kept = f"{shown(self._have())} are kept"
        if failures > RETRIES or (asked or 0) > PATIENCE:
            later = f" in {asked:.0f} s" if asked else " when the network is back"
            raise SerEvalsError(
                f"{self.url}: {reason}; {kept}: run the same again{later}, {self.by_hand}"
            )
        wait = asked if asked is not None else 2.0 ** (failures - 1)
        logger.warning("%s: %s; %s, going on in %.0f s", self.title, reason, kept, wait)
        sleep(wait)

    def _attempt(self, client: httpx2.Client) -> None:
        have, note = self._have(), self._note()
        if have and have == note.get("total") and self.size in (None, have):
            return
        with client.stream("GET", self.url, headers=_range(have, note)) as response:
            check_status(response, self.by_hand)
            offset = have if self._goes_on(response, have, note) else 0
            length = response.headers.get("content-length")
            total = offset + int(length) if length else None
            if self.size and total and total != self.size:
                raise self._other_size(total)
            if not offset:
                self._forget()
                told = {n: response.headers[n] for n in VALIDATORS if n in response.headers}
                self._write_note({**told, "total": total} if total else told)
            self._store(response, offset, total or self.size)
        have, whole = self._have(), self.size or self._note().get("total", 0)
        if have < whole:
            raise Again(f"the connection was cut at {have:,} of {whole:,} bytes")
        self._write_note({**self._note(), "total": have})

    def _goes_on(self, response: httpx2.Response, have: int, note: dict) -> bool:
        """Return whether the answer is the rest of the file that we have the beginning of."""
        if response.status_code == 200:
            return False
        start, total = content_range(response)
        # A server may overlook the condition that we set.
        same = all(note.get(n) == response.headers.get(n, note.get(n)) for n in VALIDATORS)
        same &= total is None or total == note.get("total", total)
        if response.status_code == 206 and start == have and same:
            return True
        self._forget()
        raise Again("the file on the server has changed: starting anew")

    def _store(self, response: httpx2.Response, offset: int, total: int | None) -> None:
        left = total - offset if total else None
        free = shutil.disk_usage(self.partial.parent).free
        if left and left > free:
            raise SerEvalsError(
                f"{self.url}: {left / MB:,.0f} MB to come, {free / MB:,.0f} MB are free in "
                f"{self.partial.parent}: free the disk, or give another folder"
            )
        try:
            mode = "ab" if offset else "wb"
            with self.partial.open(mode) as file, self._bar(offset, left) as advance:
                for chunk in response.iter_raw():
                    file.write(chunk)
                    self.received += len(chunk)
                    offset += len(chunk)
                    if self.size and offset > self.size:
                        raise self._other_size(offset)
                    advance(len(chunk))
        except OSError as error:
            raise not_writable(self.partial, error) from error

    def _bar(
        self, offset: int, left: int | None
    ) -> AbstractContextManager[Callable[[float], None]]:
        if left is None:
            logger.info("%s: the server does not say how large it is", self.title)
            return contextlib.nullcontext(lambda _: None)
        from_where = f" from {shown(offset)} on" if offset else ""
        return _bytes(f"{self.title}{from_where}", left)

    def _other_size(self, found: int) -> SerEvalsError:
        self._forget()
        return SerEvalsError(
            f"{self.url}: {found:,} bytes or more, expected {self.size:,}: the file on the server "
            f"has changed; {self.by_hand.removeprefix('or ')}"
        )

    def _have(self) -> int:
        return self.partial.stat().st_size if self.partial.is_file() else 0

    def _note(self) -> dict:
        try:
            return dict(json.loads(self.note_of(self.partial).read_bytes()))
        except (OSError, ValueError):
            return {}

    def _write_note(self, note: dict) -> None:
        write_atomically(self.note_of(self.partial), json.dumps(note).encode())

    def _forget(self) -> None:
        for path in (self.partial, self.note_of(self.partial)):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _bytes(title: str, left: int) -> Iterator[Callable[[float], None]]:
    """Show the progress of bytes in a unit of which there are several."""
    scale, name = unit(left / 10)
    with progress(title, left / scale, name) as advance:
        yield lambda size: advance(size / scale)


def _range(have: int, note: dict) -> dict[str, str]:
    """Return the headers that ask for the rest, but for everything if the file has changed."""
    if not have or not note:
        return {}
    etag = note.get("etag") or ""
    # A weak validator says that two versions mean the same, not that their bytes are the same.
    validator = etag if etag.startswith('"') else note.get("last-modified")
    condition = {"If-Range": validator} if validator else {}
    return {"Range": f"bytes={have}-", **condition}
