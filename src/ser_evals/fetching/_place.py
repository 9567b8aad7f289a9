"""Downloaded files put beside those that are there already."""

import filecmp
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ser_evals.corpora import Download
from ser_evals.fetching._paths import safe_path
from ser_evals.fetching._unpack import is_archive, unpack
from ser_evals.paths import not_writable


@dataclass(slots=True)
class Placed:
    """Files relative to the corpus's folder, by what became of them."""

    added: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


def place(download: Download, arrived: Path, folder: Path, placed: Placed) -> list[str]:
    """Put a download where it belongs; nothing that is there is touched.

    Args:
        download: as the record has it.
        arrived: the file that came.
        folder: the corpus's own folder.
        placed: takes what became of each file.

    Returns:
        All files that the download gives, relative to the folder.

    Raises:
        Damaged: if an archive cannot be read to its end.
        SerEvalsError: if an archive is refused, or a file cannot be written.
    """
    unpacked = arrived.with_name(f"{arrived.name}.unpacked")
    targets = []
    try:
        for source, name in _sources(download, arrived, unpacked):
            target = safe_path(f"{download.to}/{name}") if download.to else name
            targets.append(target)
            _put(source, folder / target, target, placed)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return targets


def _sources(download: Download, arrived: Path, unpacked: Path) -> Iterator[tuple[Path, str]]:
    if not is_archive(download.filename):
        yield arrived, safe_path(download.filename)
        return
    # Left behind by a process that was killed.
    shutil.rmtree(unpacked, ignore_errors=True)
    for name in unpack(arrived, unpacked, strip=download.strip):
        yield unpacked / name, name


def _put(source: Path, target: Path, name: str, placed: Placed) -> None:
    try:
        if os.path.lexists(target):
            same = target.is_file() and filecmp.cmp(source, target, shallow=False)
            (placed.skipped if same else placed.differing).append(name)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # A folder below may be a link to another disk, over which nothing is renamed in one go.
        partial = target.with_name(f".{target.name}.partial")
        shutil.move(source, partial)
        partial.replace(target)
    except OSError as error:
        raise not_writable(target, error) from error
    placed.added.append(name)
