"""The sound of one row as the bytes of a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ser_evals import audio

EMBEDDING = 1
"""Raised when the same recording gives other bytes: datasets that hold them are built again."""


def is_own_file(row: Mapping[str, Any]) -> bool:
    """Say whether a row's sound is a whole file that libsndfile reads, or the bytes of one."""
    held, path = row["audio"]["bytes"], row["audio"]["path"]
    if held is None and (row.get("start") is not None or row.get("end") is not None):
        return False
    return not audio.needs_ffmpeg(path if held is None else held)


def embed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's sound as bytes that stand for themselves.

    A whole file that libsndfile reads keeps its bytes and its name. A stretch of a longer file,
    and what only ffmpeg reads, become FLAC of the same rate and channels: exactly the samples
    that were recorded (up to 24 bits; 16 where they were compressed with loss).

    Args:
        row: "id", "audio" ({bytes, path}), and "start" and "end" (s) of a stretch of the file at
            the path. Bytes are the utterance alone.

    Returns:
        {"bytes": of the file, "path": its name}.

    Raises:
        SerEvalsError: if a stretch or a video cannot be decoded.
        OSError: if the file cannot be read.
    """
    held, path = row["audio"]["bytes"], row["audio"]["path"]
    if is_own_file(row):
        content = Path(path).read_bytes() if held is None else held
        return {"bytes": content, "path": Path(path).name}
    if held is None:
        content = audio.flac(path, start=row.get("start"), end=row.get("end"))
    else:
        content = audio.flac(held, name=path)
    return {"bytes": content, "path": f"{row['id'].rpartition('/')[2]}.flac"}
