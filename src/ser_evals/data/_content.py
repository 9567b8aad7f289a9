"""What a file's bytes tell without decoding: which recording it is, whether it is whole."""

import hashlib
import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

BLOCK = 2**20
UNKNOWN = 0x7FFF0000
"""Streaming encoders leave 0xFFFFFFFF as the length, SoX 0x7FFFF000: no promise was made."""
PLAIN = (1, 3, 6, 7)
"""Codecs of which rate, channels and bits say everything: PCM, float, A-law, mu-law."""
EXTENSIBLE = 0xFFFE


def content(file: BinaryIO, size: int) -> tuple[str, int]:
    """Return the digest of a recording, and how many bytes of it are missing.

    Of a WAVE file the format and the samples are digested, so that two files with other tags are
    one recording; of other files all bytes. libsndfile hides that a file is cut off.

    Args:
        file: opened for reading.
        size: bytes in the file.

    Returns:
        BLAKE2b-128, hexadecimal, and the bytes that the header promises beyond the end.
    """
    head = file.read(12)
    name, length, kind = struct.unpack("<4sI4s", head) if len(head) == 12 else (b"", 0, b"")
    missing = 0
    if (name, kind) == (b"RIFF", b"WAVE"):
        known = b""
        for chunk, length in _chunks(file, "<"):
            if chunk == b"fmt ":
                known = file.read(min(length, size))
                file.seek(-len(known), os.SEEK_CUR)
            elif chunk == b"data":
                missing = _missing(file, length, size)
                if len(known) >= 16:
                    # Of a length of 0, in files never closed, libsndfile reads on to the end.
                    counted = 0 < length < UNKNOWN
                    return _digest(file, _format(known), length if counted else None), missing
                break
    elif (name, kind) == (b"RIFF", b"AVI "):
        missing = max(0, length + 8 - size) if 0 < length < UNKNOWN else 0
    elif name == b"FORM" and kind in (b"AIFF", b"AIFC"):
        sounds = (n for chunk, n in _chunks(file, ">") if chunk == b"SSND")
        missing = next((_missing(file, n, size) for n in sounds), 0)
    file.seek(0)
    return _digest(file, b"", None), missing


def _chunks(file: BinaryIO, order: str) -> Iterator[tuple[bytes, int]]:
    """Yield names and lengths; the file stands at the beginning of the chunk's content then."""
    while len(head := file.read(8)) == 8:
        name, length = struct.unpack(f"{order}4sI", head)
        at = file.tell()
        yield name, length
        file.seek(at + length + length % 2)


def _missing(file: BinaryIO, length: int, size: int) -> int:
    return 0 if length >= UNKNOWN else max(0, file.tell() + length - size)


def _format(known: bytes) -> bytes:
    """Return what samples mean: equal for a plain and an extensible header that say the same."""
    codec, channels, rate, _, _, bits = struct.unpack("<HHIIHH", known[:16])
    if codec == EXTENSIBLE and len(known) >= 26:
        codec = struct.unpack("<H", known[24:26])[0]
    if codec not in PLAIN:
        return b"WAVE " + known
    return f"WAVE {codec} {channels} {rate} {bits} ".encode()


def _digest(file: BinaryIO, first: bytes, left: int | None) -> str:
    digest = hashlib.blake2b(first, digest_size=16)
    while block := file.read(BLOCK if left is None else min(BLOCK, left)):
        digest.update(block)
        left = None if left is None else left - len(block)
    return digest.hexdigest()
