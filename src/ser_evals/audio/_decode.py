"""From a file of any container to samples."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ser_evals.audio import _ffmpeg, _libsndfile
from ser_evals.audio._errors import Unreadable
from ser_evals.audio._formats import Formats
from ser_evals.audio._resample import mono_of
from ser_evals.audio._stretch import check_stretch, cut

LOUDEST = 1e4


def read(
    source: str | Path | bytes,
    *,
    sampling_rate: int,
    name: str = "",
    start: float | None = None,
    end: float | None = None,
    formats: Formats | None = None,
) -> np.ndarray:
    """Decode an audio file, or a stretch of it, to mono samples at a sampling rate.

    Channels are averaged; resampling is soxr's high-quality band-limited filter. What libsndfile
    does not read (M4A, MP4, AVI, WebM ...) is decoded by the program ffmpeg. Of a long file only
    the result is held in memory.

    Args:
        source: path of a file, or the bytes of one.
        sampling_rate: wanted rate in Hz.
        name: what to call it in errors; the path by default.
        start: where the stretch begins (s), None for the beginning of the file.
        end: where it ends (s), None for the end of the file; `LATE` seconds too many are forgiven.
        formats: counts what had to be resampled or mixed.

    Returns:
        float32 array of shape (samples,), nominally within [-1, 1].

    Raises:
        SerEvalsError: if the file cannot be decoded, is empty or holds NaN or infinite samples,
            if the stretch is not in it, or if ffmpeg is needed and missing.
    """
    name = name or (str(source) if not isinstance(source, bytes) else "audio")
    with _decoding(source, name, start, end) as (rate, blocks):
        blocks = blocks if formats is None else formats.heard(blocks, rate)
        return mono_of(blocks, rate, sampling_rate=sampling_rate, name=name)


def samples(
    source: str | Path | bytes,
    *,
    name: str = "",
    start: float | None = None,
    end: float | None = None,
) -> tuple[np.ndarray, int]:
    """Decode an audio file, or a stretch of it, as it was recorded.

    A stretch is exactly the slice of the whole file from round(start * rate) to round(end * rate).

    Args:
        source: path of a file, or the bytes of one.
        name: what to call it in errors; the path by default.
        start: seconds, None for the beginning.
        end: seconds, None for the end.

    Returns:
        float32 array of shape (samples, channels), and its sampling rate in Hz.

    Raises:
        SerEvalsError: as `read` does.
    """
    name = name or (str(source) if not isinstance(source, bytes) else "audio")
    with _decoding(source, name, start, end) as (rate, blocks):
        found = list(blocks)
    return np.concatenate(found) if found else np.zeros((0, 1), np.float32), rate


@contextmanager
def _decoding(
    source: str | Path | bytes, name: str, start: float | None, end: float | None
) -> Iterator[tuple[int, Iterator[np.ndarray]]]:
    """Give the sampling rate, and float32 blocks of shape (samples, channels)."""
    check_stretch(start, end, name=name)
    if not _ffmpeg.needs_ffmpeg(source):
        with _libsndfile.opened(source, name) as sound:
            yield sound.samplerate, _libsndfile.stretch(sound, start, end, name)
        return
    with _ffmpeg.on_disk(source) as path, _ffmpeg.decoding(path, name) as (rate, blocks):
        yield rate, cut(blocks, rate, start, end, name=name)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file after a look at it.

    Args:
        seconds: duration.
        sampling_rate: Hz.
        channels: number of channels.
    """

    seconds: float
    sampling_rate: int
    channels: int


def inspect(path: str | Path) -> Facts:
    """Look at a file; it is decoded only where its header does not tell enough.

    Raises:
        Unreadable: if it cannot be used: no audio, no samples, NaN, not to be decoded to its end.
        SerEvalsError: if ffmpeg is needed and missing.
    """
    name = str(path)
    if _ffmpeg.needs_ffmpeg(path):
        with _ffmpeg.decoding(name, name) as (rate, blocks):
            return _counted(blocks, rate, name)
    with _libsndfile.opened(path, name) as sound:
        if sound.frames == 0:
            raise Unreadable(name, "holds no samples")
        if sound.subtype in ("FLOAT", "DOUBLE"):
            return _counted(_libsndfile.blocks(sound), sound.samplerate, name)
        if sound.format == "FLAC":
            # Its header counts the samples: the last one is not there if the end is missing.
            sound.seek(sound.frames - 1)
            if not len(sound.read(1)):
                raise Unreadable(name, "is truncated (its last samples are missing)")
        return Facts(sound.frames / sound.samplerate, sound.samplerate, sound.channels)


def _counted(blocks: Iterable[np.ndarray], rate: int, name: str) -> Facts:
    length, channels, peak = 0, 0, 0.0
    for block in blocks:
        length, channels = length + len(block), block.shape[1]
        peak = np.maximum(peak, np.abs(block).max(initial=0.0))
    if not length:
        raise Unreadable(name, "holds no samples")
    if not np.isfinite(peak):
        raise Unreadable(name, "holds NaN or infinite samples")
    if peak > LOUDEST:
        raise Unreadable(name, f"holds samples up to {peak:.3g}, full scale is 1")
    return Facts(length / rate, rate, channels)
