"""Samples of any rate and number of channels to mono samples of one rate."""

from collections.abc import Iterable

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
    return mono_of([samples], rate, sampling_rate=sampling_rate, name=name)


def mono_of(
    blocks: Iterable[np.ndarray], rate: int, *, sampling_rate: int, name: str
) -> np.ndarray:
    """Do the same with samples that come in blocks: it gives the same, to the bit.

    Args:
        blocks: arrays of shape (samples,) or (samples, channels), one after another.
        rate: see `mono`.
        sampling_rate: see `mono`.
        name: see `mono`.
    """
    waves, count, resampler = [], 0, None
    if rate != sampling_rate:
        import soxr

        resampler = soxr.ResampleStream(rate, sampling_rate, 1, dtype="float32")
    for block in blocks:
        count += len(block)
        wave = block.mean(axis=1, dtype=np.float32) if block.ndim == 2 else block
        if not np.isfinite(wave).all():
            raise Unreadable(name, "holds NaN or infinite samples")
        wave = np.ascontiguousarray(wave, dtype=np.float32)
        waves.append(resampler.resample_chunk(wave) if resampler else wave)
    if not count:
        raise Unreadable(name, "holds no samples")
    if resampler:
        waves.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    wave = waves[0] if len(waves) == 1 else np.concatenate(waves)
    if not len(wave):
        raise Unreadable(name, f"is too short ({count} samples at {rate} Hz)")
    return wave
