"""Audio files to mono float32 samples: decoding, checking, resampling."""

import io
from pathlib import Path

import numpy as np
import soundfile

from ser_evals.errors import SerEvalsError


def read(source: str | Path | bytes, *, sampling_rate: int, name: str = "") -> np.ndarray:
    """Decode an audio file to mono samples at a sampling rate.

    Channels are averaged; resampling is soxr's high-quality band-limited filter.

    Args:
        source: path of a file, or the bytes of one.
        sampling_rate: wanted rate in Hz.
        name: what to call it in errors; the path by default.

    Returns:
        float32 array of shape (samples,), nominally within [-1, 1].

    Raises:
        SerEvalsError: if the file cannot be decoded, is empty or holds NaN or infinite samples.
    """
    name = name or (str(source) if not isinstance(source, bytes) else "audio")
    try:
        file = io.BytesIO(source) if isinstance(source, bytes) else str(source)
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        reason = getattr(error, "error_string", None) or str(error)
        raise SerEvalsError(f"{name}: not readable as audio ({reason.strip()})") from error
    return mono(samples, rate, sampling_rate=sampling_rate, name=name)


def mono(samples: np.ndarray, rate: int, *, sampling_rate: int, name: str = "audio") -> np.ndarray:
    """Average channels and resample.

    Args:
        samples: shape (samples,) or (samples, channels).
        rate: their sampling rate in Hz.
        sampling_rate: wanted rate in Hz.
        name: what to call it in errors.

    Returns:
        float32 array of shape (samples * sampling_rate / rate,).

    Raises:
        SerEvalsError: if there are no samples, too few to resample, or NaN or infinite ones.

    Example:
        >>> mono(np.zeros((48_000, 2)), 48_000, sampling_rate=16_000).shape
        (16000,)
    """
    if len(samples) == 0:
        raise SerEvalsError(f"{name}: holds no samples")
    wave = samples.mean(axis=1, dtype=np.float32) if samples.ndim == 2 else samples
    if not np.isfinite(wave).all():
        raise SerEvalsError(f"{name}: holds NaN or infinite samples")
    if rate != sampling_rate:
        import soxr

        wave = soxr.resample(wave, rate, sampling_rate)
        if len(wave) == 0:
            raise SerEvalsError(f"{name}: is too short ({len(samples)} samples at {rate} Hz)")
    return np.ascontiguousarray(wave, dtype=np.float32)
