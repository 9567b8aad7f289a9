"""Where runs to be submitted come from, and where they may go to."""

from pathlib import Path
from typing import Any

from ser_evals.errors import SerEvalsError
from ser_evals.runs import finished, read_record
from ser_evals.submissions import _names as names
from ser_evals.submissions._card import MARK
from ser_evals.submissions._places import DEPTH


def find_runs(source: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return folder and record of the finished runs that a path names."""
    source = source.parent if source.name == names.RECORD else source
    if not (source / names.RECORD).is_file():
        if not (found := finished(source)):
            raise SerEvalsError(
                f"no finished run in {source}: give the --output of 'ser-evals run', or a folder "
                "with a run.json below it"
            )
        return found
    record = read_record(source)
    if record is None or record.get("status") != "done" or "run" not in record:
        raise SerEvalsError(f"{source / names.RECORD}: the run is not finished: run it again")
    return [(source, record)]


def check_address(address: str) -> None:
    """Refuse a run that would be written anywhere else."""
    parts = address.split("/")
    if len(parts) != DEPTH or parts[0] != "runs" or {"", ".", ".."} & set(parts):
        raise SerEvalsError(f"{address!r} is no address of a run: run again")


def claim(folder: Path) -> None:
    """Refuse a folder that holds something else."""
    there = [p.name for p in folder.iterdir()] if folder.is_dir() else []
    others = sorted(n for n in there if not n.startswith("."))
    path = folder / names.CARD
    ours = path.is_file() and MARK in path.read_text(encoding="utf-8", errors="replace")
    if folder.is_file() or (others and not ours):
        held = repr(others[0]) if others else "is a file"
        raise SerEvalsError(
            f"{folder} holds {held}: give an empty folder, or one that an earlier call wrote"
            if others
            else f"{folder} is a file: give a folder"
        )
