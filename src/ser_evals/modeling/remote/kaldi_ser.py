"""Kaldi's log-mel filter bank, as AST and w2v-BERT see it: 25 ms windows every 10 ms at 16 kHz."""

from functools import cache

import torch

WINDOW, HOP, FFT = 400, 160, 512
LOWEST = 20.0
FLOOR = torch.finfo(torch.float32).eps
PRE_EMPHASIS = 0.97
SHAPES = {"hann": 1.0, "povey": 0.85}
"""Windows, by the power to which Hann's is raised."""


def log_mel(
    waves: torch.Tensor, lengths: torch.Tensor, *, bands: int, rate: int, shape: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """Compute the log-mel filter bank, windows lying wholly inside each clip.

    Of every window the mean is taken off and high frequencies are raised; the logarithm of power
    is natural, not below that of the smallest step of float32 at 1.

    Args:
        waves: (clips, samples), zeros behind each clip's end.
        lengths: (clips,) samples of each clip, at least `WINDOW`.
        bands: triangles, equally wide in mel, from 20 Hz to half the rate.
        rate: Hz.
        shape: of the window, one of `SHAPES`.

    Returns:
        (clips, frames, bands), 0 behind each clip's end, and (clips,) the frames of each clip; in
        float64 where the device has it.

    Example:
        >>> mel, frames = log_mel(
        ...     torch.zeros(2, 800), torch.tensor([800, 400]), bands=80, rate=16_000, shape="hann"
        ... )
        >>> mel.shape, frames
        (torch.Size([2, 3, 80]), tensor([3, 1]))
    """
    waves = wide(waves)
    frames = (lengths - WINDOW).div(HOP, rounding_mode="floor") + 1
    windows = waves.unfold(1, WINDOW, HOP)
    windows = windows - windows.mean(2, keepdim=True)
    before = torch.cat([windows[..., :1], windows[..., :-1]], 2)
    hann = torch.hann_window(WINDOW, periodic=False, dtype=waves.dtype, device=waves.device)
    windows = (windows - PRE_EMPHASIS * before) * hann ** SHAPES[shape]
    spectrum = torch.fft.rfft(windows, FFT)
    power = spectrum.real.square() + spectrum.imag.square()
    with torch.autocast(waves.device.type, enabled=False):
        mel = (power @ _filters(bands, rate).to(power)).clamp(min=FLOOR).log()
    behind = torch.arange(mel.shape[1], device=mel.device) >= frames[:, None]
    return mel.masked_fill(behind[..., None], 0), frames


def wide(waves: torch.Tensor) -> torch.Tensor:
    """Return waves in float64: quiet bands beside loud ones are lost in float32."""
    return waves.float() if waves.device.type == "mps" else waves.double()


@cache
def _filters(bands: int, rate: int) -> torch.Tensor:
    from transformers.audio_utils import mel_filter_bank

    filters = mel_filter_bank(
        num_frequency_bins=FFT // 2 + 1,
        num_mel_filters=bands,
        min_frequency=LOWEST,
        max_frequency=rate // 2,
        sampling_rate=rate,
        norm=None,
        mel_scale="kaldi",
        triangularize_in_mel_space=True,
    )
    # Models are built on the meta device too: what is cached must be real numbers.
    with torch.device("cpu"):
        return torch.from_numpy(filters)
