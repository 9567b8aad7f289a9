"""Whether the end of a WAV or AIFF file is there: libsndfile hides that it is cut off."""

import io
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

UNKNOWN = 0x7FFF0000
"""A length from here on promises nothing: streaming encoders leave 0xFFFFFFFF, SoX 0x7FFFF000."""


def missing_bytes(source: str | Path | bytes) -> int:
    """Return how many bytes of audio a header promises beyond the end of its file.

    Nothing but the heads of chunks is read.

    Args:
        source: path of a file, or the bytes of one; of other formats nothing is known to be
            missing.

    Example:
        >>> missing_bytes(struct.pack("<4sI4s4sI", b"RIFF", 12, b"WAVE", b"data", 8) + b"123")
        5
    """
    if isinstance(source, bytes):
        return _missing(io.BytesIO(source), len(source))
    with open(source, "rb") as file:
        return _missing(file, os.fstat(file.fileno()).st_size)


def _missing(file: BinaryIO, size: int) -> int:
    head = file.read(12)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        wanted, order = b"data", "<"
    elif head[:4] == b"FORM" and head[8:] in (b"AIFF", b"AIFC"):
        wanted, order = b"SSND", ">"
    else:
        return 0
    for chunk, length in chunks(file, order):
        if chunk == wanted:
            return beyond(file.tell(), length, size)
    return 0


def beyond(start: int, length: int, size: int) -> int:
    """Return how many bytes a part of a file promises behind the file's end.

    Args:
        start: where the part begins.
        length: what its head says.
        size: bytes in the file.
    """
    return 0 if length >= UNKNOWN else max(0, start + length - size)


def chunks(file: BinaryIO, order: str) -> Iterator[tuple[bytes, int]]:
    """Yield names and lengths of chunks; the file stands at the beginning of the content then.

    Args:
        file: behind the first 12 bytes, which name the container.
        order: of the bytes of a number, "<" in RIFF, ">" in AIFF.
    """
    while len(head := file.read(8)) == 8:
        name, length = struct.unpack(f"{order}4sI", head)
        at = file.tell()
        yield name, length
        file.seek(at + length + length % 2)
