"""Corpora that may be downloaded without asking anybody; for the others, what to sign and where.

What is on its way lies in the hidden folder `.fetch` of the corpus's own folder: transfers that
were cut, and `fetched.json`, which says what is finished. Archives are removed once unpacked.
"""

import contextlib
import logging
from pathlib import Path

from ser_evals.corpora import Corpus, get_corpus
from ser_evals.errors import SerEvalsError
from ser_evals.fetching._arrival import arrive
from ser_evals.fetching._instructions import ByHand, instructions
from ser_evals.fetching._ledger import Ledger, alone
from ser_evals.fetching._place import Placed, place
from ser_evals.fetching._result import Fetched
from ser_evals.fetching._sizes import number
from ser_evals.fetching._unpack import Damaged
from ser_evals.paths import check_writable

__all__ = ["ByHand", "Fetched", "fetch", "instructions"]

STATE = ".fetch"
logger = logging.getLogger("ser_evals")


def fetch(name: str | Path, *, data_dir: str | Path) -> Fetched:
    """Download a corpus into its folder, unpack it, and count what is there.

    Run again it goes on where it was, and does nothing where everything is there. Files that lie
    in the folder already are never touched. A folder in which all utterances are found, and which
    no download was begun for, was filled by hand: nothing is downloaded into it.

    Args:
        name: one of `list_corpora()`, or the path of a Python file that defines `corpus`.
        data_dir: folder with one folder per corpus; the corpus's own is made in it.

    Returns:
        What was downloaded and placed, and how many utterances the folder holds now.

    Raises:
        ByHand: if nothing of the corpus may be downloaded; `.instructions` says how to get it.
        SerEvalsError: if a download fails for good, is not the file that the record describes,
            or is an archive that is refused, or if the folder cannot be written to.
    """
    corpus = get_corpus(name)
    folder = Path(data_dir).expanduser() / corpus.name
    if not corpus.downloads:
        raise ByHand(corpus, folder, name)
    if _filled_by_hand(corpus, folder):
        n = corpus.utterances
        names = tuple(download.filename for download in corpus.downloads)
        return Fetched(corpus.name, folder, complete=names, utterances=n, expected=n)
    check_writable(folder / STATE)
    try:
        with alone(folder / STATE):
            placed, received, complete = _download(corpus, folder)
    except SerEvalsError as error:
        raise SerEvalsError(f"{corpus.name}: {error}") from error
    if placed.differing:
        text = "%s: not as downloaded, and left as they are: %s, such as %s"
        few = ", ".join(placed.differing[:3]) + " ..." * (len(placed.differing) > 3)
        logger.warning(text, folder, number(len(placed.differing), "file"), few)
    return Fetched(
        corpus.name,
        folder,
        added=tuple(placed.added),
        skipped=tuple(placed.skipped),
        differing=tuple(placed.differing),
        downloaded=received,
        complete=tuple(complete),
        utterances=_count(corpus, folder),
        expected=corpus.utterances,
    )


def _download(corpus: Corpus, folder: Path) -> tuple[Placed, int, list[str]]:
    """Return the files placed, the bytes received, and the downloads that were there before."""
    by_hand = f"or obtain it by hand ({corpus.obtain}) and put it into {folder}"
    ledger = Ledger(folder / STATE)
    placed, received, complete = Placed(), 0, []
    for download in corpus.downloads:
        if ledger.has(download, folder):
            complete.append(download.filename)
            continue
        arrived = arrive(download, folder / STATE, corpus.name, by_hand)
        received += arrived.received
        try:
            files = place(download, arrived.path, folder, placed)
        except Damaged as error:
            arrived.remove()
            text = f"{download.url}: {error}; it is removed: run the same again, {by_hand}"
            raise SerEvalsError(text) from error
        ledger.add(download, arrived.digest, files)
        arrived.remove()
    return placed, received, complete


def _filled_by_hand(corpus: Corpus, folder: Path) -> bool:
    # An attempt that brought nothing leaves the lock behind.
    begun = [path for path in (folder / STATE).glob("*") if path.name != "lock"]
    if not corpus.utterances or not folder.is_dir() or begun:
        return False
    with contextlib.suppress(SerEvalsError):
        return sum(1 for _ in corpus.read(folder)) >= corpus.utterances
    return False


def _count(corpus: Corpus, folder: Path) -> int | None:
    """Return how many utterances the folder holds, with a warning where some are missing."""
    try:
        found = sum(1 for _ in corpus.read(folder))
    except SerEvalsError as error:
        logger.warning("%s", error)
        return None
    if corpus.utterances and found < corpus.utterances:
        text = "%s: %d of %d utterances are in %s; how to get the rest: %s"
        logger.warning(text, corpus.name, found, corpus.utterances, folder, corpus.obtain)
    return found
