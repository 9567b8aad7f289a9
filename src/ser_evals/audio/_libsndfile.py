"""What libsndfile reads: WAV, FLAC, OGG, MP3, AIFF, NIST SPHERE and others."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile

from ser_evals.audio._errors import Unreadable
from ser_evals.audio._stretch import check_stretch, cut
from ser_evals.audio._whole import missing_bytes

BLOCK = 2**18
"""Samples (all channels) decoded at a time: 1 MiB."""
SEEKS = ("PCM", "FLOAT", "DOUBLE", "ULAW", "ALAW")
"""Encodings in which a sample does not depend on where decoding began."""


@contextmanager
def opened(source: str | Path | bytes, name: str) -> Iterator[soundfile.SoundFile]:
    """Open a file, or the bytes of one.

    Raises:
        Unreadable: if it is no audio, its end is missing, or it cannot be decoded.
    """
    if not isinstance(source, bytes) and not Path(source).exists():
        raise Unreadable(name, "there is no such file")
    try:
        if missing := missing_bytes(source):
            raise Unreadable(name, f"is truncated ({missing} bytes of audio are missing)")
        file = io.BytesIO(source) if isinstance(source, bytes) else str(source)
        with soundfile.SoundFile(file) as sound:
            yield sound
    except (soundfile.LibsndfileError, OSError) as error:
        reason = getattr(error, "error_string", None) or str(error)
        raise Unreadable(name, f"is not readable as audio ({reason.strip()})") from error


def stretch(
    sound: soundfile.SoundFile, start: float | None, end: float | None, name: str
) -> Iterator[np.ndarray]:
    """Yield float32 blocks of shape (samples, channels); only what is needed is decoded."""
    if start is not None or end is not None:
        check_stretch(start, end, seconds=sound.frames / sound.samplerate, name=name)
    at = 0
    # Elsewhere what follows a jump differs a little from what decoding from the beginning gives.
    if start and sound.subtype.startswith(SEEKS) and sound.seekable():
        at = sound.seek(round(start * sound.samplerate))
    yield from cut(blocks(sound), sound.samplerate, start, end, at=at, name=name)


def blocks(sound: soundfile.SoundFile) -> Iterator[np.ndarray]:
    """Yield what is left of a file."""
    while len(block := sound.read(BLOCK // sound.channels, dtype="float32", always_2d=True)):
        yield block


def bits(sound: soundfile.SoundFile) -> int:
    """Return 24 where 16 bits per sample would lose something that was recorded."""
    wide = ("PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAC_20", "ALAC_24", "ALAC_32")
    return 24 if sound.subtype in wide else 16
