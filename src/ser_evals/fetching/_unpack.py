"""Archives of others, unpacked without trusting what they say of themselves."""

import contextlib
import lzma
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ser_evals.errors import SerEvalsError
from ser_evals.fetching._paths import safe_path
from ser_evals.paths import not_writable

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")
MEMBERS = 1_000_000
RATIO = 100
"""Speech shrinks to a third, label tables to a tenth; an archive of 1 to 100 was made to harm."""
ALWAYS = 100_000_000
"""Bytes that a small archive may give whatever the ratio."""
CHUNK = 1 << 20


class Damaged(SerEvalsError):
    """A file that is cut, broken, or no archive at all: another copy may be sound."""


def is_archive(filename: str) -> bool:
    """Return whether a file is to be unpacked, by its name."""
    return filename.lower().endswith(ARCHIVES)


def unpack(archive: Path, into: Path, *, strip: int = 0) -> list[str]:
    """Unpack the regular files of an archive below a new folder.

    Permissions, owners and times are not taken over, and `__MACOSX` is left out.

    Args:
        archive: a file that `is_archive` names.
        into: made here; what is in it when this fails is of no use.
        strip: leading folders to leave out of the paths.

    Returns:
        The files, relative to the folder, in the archive's order.

    Raises:
        Damaged: if it cannot be read to its end.
        SerEvalsError: if it holds a link, a device, a path that leaves the folder or the same path
            twice, needs a password, or grows beyond all measure or beyond the free disk.
    """
    bounds = _Bounds(archive, into)
    members = _zip if archive.name.lower().endswith(".zip") else _tar
    names = []
    with _told(archive, into):
        into.mkdir(parents=True)
        for name, content in members(archive, bounds):
            if not name.startswith("__MACOSX/"):
                names.append(safe_path(name, strip))
                _write(content, into / names[-1], bounds)
    if not names:
        raise Damaged("the archive holds no files")
    return names


class _Bounds:
    """How much an archive may still give; its headers are asked first, then not believed."""

    def __init__(self, archive: Path, into: Path) -> None:
        self.free = shutil.disk_usage(into.parent).free
        self.bytes = max(ALWAYS, RATIO * archive.stat().st_size)
        self.members = MEMBERS

    def declare(self, members: int, size: int) -> None:
        """Refuse what headers announce, before anything is written."""
        if members > self.members:
            raise SerEvalsError(f"more than {MEMBERS:,} files")
        if size > self.bytes:
            raise SerEvalsError(f"it grows to more than {RATIO} times its size, as a bomb does")
        if size > self.free:
            raise SerEvalsError(
                f"{size / 1e6:,.0f} MB unpacked, {self.free / 1e6:,.0f} MB are free: free the disk"
            )

    def take(self, members: int, size: int) -> None:
        """Count what is really there."""
        self.declare(members, size)
        self.members -= members
        self.bytes -= size
        self.free -= size


def _zip(path: Path, bounds: _Bounds) -> Iterator[tuple[str, BinaryIO]]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        bounds.declare(len(members), sum(member.file_size for member in members))
        for member in members:
            # The upper half holds Unix's file type, 0 where another system packed the file.
            if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
                raise SerEvalsError(f"{member.filename!r} is a link or a device")
            if member.flag_bits & 1:
                raise SerEvalsError("it needs a password")
            with archive.open(member) as content:
                yield member.filename, content


def _tar(path: Path, bounds: _Bounds) -> Iterator[tuple[str, BinaryIO]]:
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            if member.isdir():
                continue
            if not member.isfile():
                raise SerEvalsError(f"{member.name!r} is a link or a device")
            bounds.declare(1, member.size)
            yield member.name, archive.extractfile(member)


def _write(content: BinaryIO, target: Path, bounds: _Bounds) -> None:
    bounds.take(1, 0)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            while chunk := content.read(CHUNK):
                bounds.take(0, len(chunk))
                file.write(chunk)
    except FileExistsError:
        raise SerEvalsError(f"{target.name!r} is in it twice under one path") from None


@contextlib.contextmanager
def _told(archive: Path, into: Path) -> Iterator[None]:
    """Turn the errors of four libraries into ours."""
    broken = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, lzma.LZMAError)
    by_hand = f"nothing is unpacked; the archive is {archive}: look into it, unpack it by hand"
    try:
        yield
    except SerEvalsError as error:
        raise SerEvalsError(f"{archive.name} is refused: {error}; {by_hand}") from error
    except NotImplementedError as error:
        raise SerEvalsError(f"{archive.name}: {error}; {by_hand}") from error
    except broken as error:
        raise _damaged(archive, error) from error
    except OSError as error:
        # Decompressors report broken data as errors of the system that have no number.
        raise not_writable(into, error) if error.errno else _damaged(archive, error) from error


def _damaged(archive: Path, error: Exception) -> Damaged:
    with archive.open("rb") as file:
        page = file.read(100).lstrip().startswith(b"<")
    what = "a web page, not an archive" if page else f"no sound archive ({error})"
    return Damaged(f"what came is {what}")
