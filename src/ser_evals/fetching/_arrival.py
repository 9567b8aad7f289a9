"""A download that has come in whole and is what the record says."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ser_evals.corpora import Download
from ser_evals.errors import SerEvalsError
from ser_evals.fetching._ledger import key
from ser_evals.fetching._paths import safe_path
from ser_evals.fetching._transfer import Transfer


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that came in whole.

    Args:
        path: where it lies.
        received: bytes that this call brought over the network.
        digest: "algorithm:hex", of the record's algorithm, sha256 without one.
    """

    path: Path
    received: int
    digest: str

    def remove(self) -> None:
        """Remove the file and what was noted about its transfer."""
        for path in (self.path, Transfer.note_of(self.path)):
            path.unlink(missing_ok=True)


def arrive(download: Download, folder: Path, title: str, by_hand: str) -> Arrived:
    """Bring a download in, going on where an earlier call was cut, and verify it.

    Args:
        download: as the record has it.
        folder: where it lies until it is placed.
        title: of the bar.
        by_hand: the other way to get it, for error messages.

    Raises:
        SerEvalsError: if it cannot be had, or is another file than the record describes.
    """
    partial = folder / f"{key(download)}-{safe_path(download.filename).replace('/', '-')}"
    transfer = Transfer(download, partial, title, by_hand)
    received = transfer.run()
    given = (download.checksum or "").lower()
    algorithm = given.partition(":")[0] or "sha256"
    arrived = Arrived(partial, received, f"{algorithm}:{_digest(partial, algorithm)}")
    if given and arrived.digest != given:
        arrived.remove()
        raise SerEvalsError(
            f"{download.url}: checksum {arrived.digest}, expected {given}: it was changed on its "
            f"way or on the server, and is removed; run the same again, {by_hand}"
        )
    return arrived


def _digest(path: Path, algorithm: str) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, algorithm).hexdigest()
    except ValueError:
        known = "md5, sha256"
        raise SerEvalsError(f"unknown kind of checksum {algorithm!r} (known: {known})") from None
