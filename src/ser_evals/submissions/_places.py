"""Where the runs of a submission lie: in a folder, or on the Hub."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ser_evals.errors import SerEvalsError
from ser_evals.runs import finished
from ser_evals.submissions import _names as names
from ser_evals.submissions._card import MARK
from ser_evals.submissions._download import download

DEPTH = 5
"""Parts of an address: runs/<system>/<protocol>/<train>/<test>."""


@dataclass(frozen=True)
class Place:
    """A run's folder.

    Args:
        folder: with run.json.
        address: where it lies, as an address; None where it was taken out of its folders.
        root: what the address begins at.
        public: whether it is in the layout of the results dataset, not in that of `run`.
    """

    folder: Path
    address: str | None
    root: Path | None
    public: bool


@dataclass(frozen=True)
class Places:
    """Where the runs of a submission lie.

    Args:
        runs: their folders.
        dataset: the results dataset, where the whole of one was given.
        commit: of the Hub, that they come from; "" where they lie on this machine.
    """

    runs: list[Place]
    dataset: Path | None
    commit: str


def places(submission: str | Path, revision: str | None) -> Places:
    """Find the runs of a submission.

    Raises:
        SerEvalsError: if there are none, or the Hub does not give them.
    """
    folder = Path(submission).expanduser()
    if folder.name == names.RECORD and folder.is_file():
        folder = folder.parent
    commit, whole = "", False
    if not folder.is_dir():
        folder, commit, whole = download(str(submission), revision)
    if (folder / names.RECORD).is_file() and not (whole or _is_dataset(folder)):
        return Places([_place(folder)], None, commit)
    found = [path.parent for path in sorted(folder.rglob(names.RECORD)) if path.is_file()]
    if found and not any(_place(path).public for path in found):
        # Of runs that share a line of the tables the newest counts.
        found = [path for path, _ in finished(folder)] or found
    # A run whose record was removed is no run: but its files are there, and somebody must say so.
    holders = {path.parent for name in names.FILES for path in folder.rglob(name)}
    lone = {path for path in holders if not (path / names.RECORD).is_file()}
    whole |= _is_dataset(folder) or any(_below(folder, path) for path in found)
    top = folder if whole else None
    found = sorted({*found, *(path for path in lone if _place(path, top).address is not None)})
    if not found:
        raise SerEvalsError(
            f"no run in {submission}: give a folder that 'ser-evals run' or push wrote, or the id "
            "of a results dataset on the Hub"
        )
    return Places([_place(path, top) for path in found], top, commit)


def is_address(parts: Sequence[str]) -> bool:
    """Say whether the parts of a path are an address's."""
    return len(parts) == DEPTH and parts[0] == "runs"


def _is_dataset(folder: Path) -> bool:
    """Say whether the whole of a results dataset lies there: all below it is read as one."""
    card = folder / names.CARD
    return card.is_file() and MARK in card.read_text(encoding="utf-8", errors="replace")


def _below(folder: Path, run: Path) -> bool:
    """Say whether a run lies in a results dataset, though its card does not say that it is one."""
    place = _place(run)
    return place.public and place.root == folder.resolve()


def _place(folder: Path, top: Path | None = None) -> Place:
    folder = folder.resolve()
    if top is not None:
        return Place(folder, folder.relative_to(top.resolve()).as_posix(), top, True)
    parts = folder.parts[-DEPTH:]
    inside = is_address(parts)
    root = folder.parents[DEPTH - 1] if inside else None
    ours = [name for name in names.FILES if name not in (names.RECORD, names.PREDICTIONS)]
    public = any((folder / name).is_file() for name in ours)
    public |= root is not None and _is_dataset(root)
    return Place(folder, "/".join(parts) if inside else None, root, public)
