"""Time-varying resonances, applied frame by frame in the frequency domain."""

import numpy as np

RATE = 16_000
"""Sampling rate of all synthetic speech in Hz."""
HOP = 128
_WINDOW = 4 * HOP
_FFT = 2 * _WINDOW
_HERTZ = np.fft.rfftfreq(_FFT, 1 / RATE).astype(np.float32)


def resonance(centre: np.ndarray, width: np.ndarray | float, *, peak: bool = False) -> np.ndarray:
    """Return the response of one resonance in every frame.

    Args:
        centre: Hz, shape (frames,).
        width: bandwidth in Hz, shape (frames,) or a number.
        peak: whether the gain is about 1 at the centre (and 0 at 0 Hz) instead of 1 at 0 Hz.

    Returns:
        Complex gain, shape (frames, bins).
    """
    s = (2j * np.pi * _HERTZ).astype(np.complex64)
    damping = (2 * np.pi * np.broadcast_to(width, np.shape(centre))).astype(np.float32)[:, None]
    power = ((2 * np.pi * np.asarray(centre)) ** 2).astype(np.float32)[:, None] + damping**2 / 4
    return (damping * s if peak else power) / (s * s + damping * s + power)


def vocal_tract(formants: np.ndarray, scale: float) -> np.ndarray:
    """Return the response of a vocal tract with eight resonances in every frame.

    Args:
        formants: first three resonances in Hz, shape (frames, 3), already scaled.
        scale: factor for the others, which vowels do not move.

    Returns:
        Complex gain, shape (frames, bins).
    """
    higher = np.array([3400.0, 4500.0, 5500.0, 6500.0, 7500.0]) * scale
    response = resonance(higher, 0.06 * higher).prod(axis=0)
    for formant in formants.T:
        response = response * resonance(formant, 45 + 0.05 * formant)
    return response


def glottis(effort: float) -> np.ndarray:
    """Return the response that turns pulses into glottal flow radiated from the lips.

    Args:
        effort: octaves by which the bright part reaches higher (loud) or lower (soft).

    Returns:
        Complex gain, shape (bins,).
    """
    s = 1j * _HERTZ
    corner = np.float32(2000.0 * 2**effort)
    return (s / (s + 60) / (1 + s / 150) / (1 + s / corner)).astype(np.complex64)


def filter_frames(*pairs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Filter signals with responses that change from frame to frame, and add them up.

    Args:
        pairs: signal, shape (samples,), and its response, shape (frames, bins), for
            frames centred on every `HOP`-th sample.

    Returns:
        The sum, shape (samples,).
    """
    samples = len(pairs[0][0])
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32) / 2
    spectrum = np.zeros((), np.complex64)
    for signal, response in pairs:
        padded = np.pad(signal.astype(np.float32), _WINDOW // 2)
        frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
        spectrum = spectrum + np.fft.rfft(frames[: len(response)] * window, _FFT) * response
    blocks = np.fft.irfft(spectrum, _FFT).reshape(len(spectrum), -1, HOP)
    output = np.zeros((len(blocks) + blocks.shape[1], HOP), blocks.dtype)
    for shift in range(blocks.shape[1]):
        output[shift : shift + len(blocks)] += blocks[:, shift]
    return output.ravel()[_WINDOW // 2 : _WINDOW // 2 + samples]
