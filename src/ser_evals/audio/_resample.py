"""Samples of any rate and number of channels to mono samples of one rate."""

import numpy as np

from ser_evals.audio._errors import Unreadable


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
        raise Unreadable(name, "holds no samples")
    wave = samples.mean(axis=1, dtype=np.float32) if samples.ndim == 2 else samples
    if not np.isfinite(wave).all():
        raise Unreadable(name, "holds NaN or infinite samples")
    if rate != sampling_rate:
        import soxr

        wave = soxr.resample(wave, rate, sampling_rate)
        if len(wave) == 0:
            raise Unreadable(name, f"is too short ({len(samples)} samples at {rate} Hz)")
    return np.ascontiguousarray(wave, dtype=np.float32)
