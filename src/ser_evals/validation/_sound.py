"""What one decoding of a file tells: level, clipping, offset, and a digest of its samples."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from ser_evals import audio

BLOCK = 2**20
"""Samples (all channels) decoded at a time: a file of any length needs 4 MiB."""
RUN = 3
"""As many samples in a row at full scale are clipping; a single one is a loud sample."""
FULL = 32767 / 32768
"""Highest value of 16 bit, which all but narrow encodings reach."""
FULL_SCALE = {
    "PCM_S8": 127 / 128,
    "PCM_U8": 127 / 128,
    "ULAW": 32124 / 32768,
    "ALAW": 32256 / 32768,
}
"""Highest value of the narrow encodings."""

Stretch = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Sound:
    """What is in one stretch of a file.

    Args:
        seconds: duration.
        peak: highest absolute sample, 1 is full scale.
        offset: mean of the channel whose mean is farthest from 0.
        clipped: share of samples with which a run of `RUN` samples at full scale begins.
        digest: BLAKE2b-128 of rate, channels and float32 samples, hexadecimal.
    """

    seconds: float
    peak: float
    offset: float
    clipped: float
    digest: str


def listen(path: Path, stretches: Sequence[Stretch]) -> list[Sound]:
    """Decode stretches of a file, block by block where libsndfile reads it.

    Args:
        path: of the file.
        stretches: beginnings and ends in seconds; None where the file begins or ends.

    Raises:
        Unreadable: if it cannot be decoded, or not to its end.
        SerEvalsError: if ffmpeg is needed and missing.
    """
    if audio.needs_ffmpeg(path):
        decoded = (audio.samples(path, start=start, end=end) for start, end in stretches)
        return [_measure(iter([samples]), rate, samples.shape[1]) for samples, rate in decoded]
    try:
        with soundfile.SoundFile(str(path)) as file:
            # float32 may round the highest value of a finer encoding.
            full = FULL_SCALE.get(file.subtype, FULL) - 1e-6
            known = file.samplerate, file.channels, full
            return [_measure(_blocks(file, *stretch), *known) for stretch in stretches]
    except (soundfile.LibsndfileError, OSError) as error:
        reason = getattr(error, "error_string", None) or str(error)
        reason = f"is not readable as audio ({reason.strip()})"
        raise audio.Unreadable(str(path), reason) from error


def _blocks(
    file: soundfile.SoundFile, start: float | None, end: float | None
) -> Iterator[np.ndarray]:
    """Yield float32 blocks of shape (samples, channels)."""
    first = min(round((start or 0.0) * file.samplerate), file.frames)
    last = file.frames if end is None else min(round(end * file.samplerate), file.frames)
    step, left = max(1, BLOCK // file.channels), last - first
    file.seek(first)
    while left > 0:
        block = file.read(min(step, left), dtype="float32", always_2d=True)
        if not len(block):
            break
        left -= len(block)
        yield block
    # In the header of MP3 and the like the length is an estimate.
    if left > 0 and file.subtype.startswith(("PCM", "FLOAT", "DOUBLE", "ULAW", "ALAW")):
        reason = f"is truncated ({left} samples of {last - first} cannot be decoded)"
        raise audio.Unreadable(file.name, reason)


def _measure(
    blocks: Iterator[np.ndarray], rate: int, channels: int, full: float = FULL - 1e-6
) -> Sound:
    digest = hashlib.blake2b(f"{rate} {channels} ".encode(), digest_size=16)
    length, peak, runs, total = 0, 0.0, 0, np.zeros(channels)
    before = np.zeros((0, channels), dtype=bool)
    for block in blocks:
        # Turns -0.0, which only float files hold, into 0.0.
        block += 0.0
        digest.update(block)
        highest = max(float(block.max()), -float(block.min()))
        length, peak = length + len(block), max(peak, highest)
        total += block.sum(axis=0, dtype=np.float64)
        if highest >= full or before.any():
            loud = np.concatenate([before, np.abs(block) >= full])
            runs += int((loud[2:] & loud[1:-1] & loud[:-2]).sum())
            before = loud[1 - RUN :]
    offset = float(total[np.abs(total).argmax()]) / max(length, 1)
    clipped = runs / max(length * channels, 1)
    return Sound(length / rate, peak, offset, clipped, digest.hexdigest())
