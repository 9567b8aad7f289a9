"""What a file's bytes tell without decoding: which recording it is, whether it is whole."""

import hashlib
import os
import struct
from typing import BinaryIO

from ser_evals.audio import UNKNOWN, beyond, chunks

BLOCK = 2**20
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
        for chunk, length in chunks(file, "<"):
            if chunk == b"fmt ":
                known = file.read(min(length, size))
                file.seek(-len(known), os.SEEK_CUR)
            elif chunk == b"data":
                missing = beyond(file.tell(), length, size)
                if len(known) >= 16:
                    # Of a length of 0, in files never closed, libsndfile reads on to the end.
                    counted = 0 < length < UNKNOWN
                    return _digest(file, _format(known), length if counted else None), missing
                break
    elif (name, kind) == (b"RIFF", b"AVI "):
        missing = beyond(8, length, size)
    elif name == b"FORM" and kind in (b"AIFF", b"AIFC"):
        sounds = (n for chunk, n in chunks(file, ">") if chunk == b"SSND")
        missing = next((beyond(file.tell(), n, size) for n in sounds), 0)
    file.seek(0)
    return _digest(file, b"", None), missing


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
