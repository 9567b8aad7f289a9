"""Samples as FLAC, so that a stretch of a long recording can be handed on as a file."""

import io
from pathlib import Path

import numpy as np
import soundfile

from ser_evals.audio import _ffmpeg, _libsndfile
from ser_evals.audio._decode import samples
from ser_evals.audio._errors import Unreadable

CHANNELS = 8
"""FLAC holds no more."""
BLOCK = 2**18


def flac(
    source: str | Path | bytes,
    *,
    name: str = "",
    start: float | None = None,
    end: float | None = None,
) -> bytes:
    """Return a recording, or a stretch of it, as the bytes of a FLAC file.

    Rate and channels are kept. Samples are kept exactly up to 24 bits; what was compressed with
    loss is rounded to 16 bits.

    Args:
        source: path of a file, or the bytes of one.
        name: what to call it in errors; the path by default.
        start: seconds, None for the beginning.
        end: seconds, None for the end.

    Raises:
        SerEvalsError: if the stretch cannot be read.
    """
    name = name or (str(source) if not isinstance(source, bytes) else "audio")
    found, rate = samples(source, name=name, start=start, end=end)
    if not len(found):
        raise Unreadable(name, "holds no samples")
    if found.shape[1] > CHANNELS:
        raise Unreadable(name, f"has {found.shape[1]} channels, FLAC holds {CHANNELS}")
    depth = _bits(source, name)
    buffer = io.BytesIO()
    kind = {"format": "FLAC", "subtype": f"PCM_{depth}"}
    with soundfile.SoundFile(buffer, "w", rate, found.shape[1], **kind) as file:
        for at in range(0, len(found), BLOCK):
            file.write(_integers(found[at : at + BLOCK], depth, name))
    return buffer.getvalue()


def _integers(wave: np.ndarray, depth: int, name: str) -> np.ndarray:
    """Return samples in the type that soundfile writes as it is."""
    if not np.isfinite(wave).all():
        raise Unreadable(name, "holds NaN or infinite samples")
    top = 2 ** (depth - 1)
    numbers = np.clip(np.rint(wave.astype(np.float64) * top), -top, top - 1)
    return numbers.astype(np.int16) if depth == 16 else numbers.astype(np.int32) << 8


def _bits(source: str | Path | bytes, name: str) -> int:
    if _ffmpeg.needs_ffmpeg(source):
        with _ffmpeg.on_disk(source) as path:
            return _ffmpeg.bits(path, name)
    with _libsndfile.opened(source, name) as sound:
        return _libsndfile.bits(sound)
