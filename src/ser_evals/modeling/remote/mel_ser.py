"""Log-mel spectrogram of 64 bands, 32 ms windows every 10 ms, as CNN14 and image networks see it.

Source: Triantafyllopoulos et al. 2025 ("the Mel-spectrograms generated for CNN14, i.e., 64 Mels
with a window size of 32 ms and a hop size of 10 ms"); what the paper leaves open is as in autrainer
0.10, `PannMel` under `log_mel_16k`, which is torchlibrosa with the settings of Kong et al. 2020
for 16 kHz: 50 to 8,000 Hz, Slaney's scale, decibels to reference 1, floor 1e-10, no limit on the
range, and no normalisation, neither per clip nor with the statistics of ImageNet.
"""

from functools import cache

import numpy as np
import torch

RATE = 16_000
WINDOW, HOP, BANDS = 512, 160, 64
LOWEST, HIGHEST = 50.0, 8_000.0
FLOOR = 1e-10
SILENCE = -100.0
"""What digital silence has in every band: the floor in dB."""
SHORTEST = WINDOW // 2 + 1
"""Fewest samples whose edges can be mirrored by half a window."""


def log_mel(waves: torch.Tensor) -> torch.Tensor:
    """Compute the log-mel spectrogram of clips that are all as long as they are given.

    Power spectrogram under a periodic Hann window, each frame centred on its sample, the edges
    mirrored; then mel bands, then 10 log10.

    Args:
        waves: (clips, samples), 16 kHz, at least `SHORTEST` samples.

    Returns:
        (clips, 1 + samples // 160, 64) in dB, float32.

    Raises:
        ValueError: if the clips are too short.

    Example:
        >>> log_mel(torch.zeros(2, 16_000)).shape
        torch.Size([2, 101, 64])
    """
    if waves.shape[1] < SHORTEST:
        raise ValueError(f"log_mel needs {SHORTEST} samples, not {waves.shape[1]}: pad with zeros")
    with torch.autocast(waves.device.type, enabled=False):
        waves = waves.float()
        window = torch.hann_window(WINDOW, device=waves.device)
        spectrum = torch.stft(waves, WINDOW, HOP, window=window, return_complex=True)
        power = spectrum.real.square() + spectrum.imag.square()
        bands = power.transpose(1, 2) @ mel_filters().to(waves.device)
        return 10 * bands.clamp(min=FLOOR).log10()


@cache
def mel_filters() -> torch.Tensor:
    """Return the mel filters, (257 bins, 64 bands) float32: triangles of area 1 over Hz.

    Slaney's scale has 15 mels up to 1 kHz, equally wide, and from there 27 mels to every factor
    of 6.4.
    """
    knee, per_octave = 15.0, 27.0 / np.log2(6.4)

    def to_mel(hertz: float) -> float:
        return knee * hertz / 1000 if hertz < 1000 else knee + per_octave * np.log2(hertz / 1000)

    mels = np.linspace(to_mel(LOWEST), to_mel(HIGHEST), BANDS + 2)
    hertz = 1000 * np.where(mels < knee, mels / knee, 2 ** ((mels - knee) / per_octave))
    low, centre, high = hertz[:-2], hertz[1:-1], hertz[2:]
    bins = np.linspace(0, RATE / 2, WINDOW // 2 + 1)[:, None]
    slopes = np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre))
    # Models are built on the meta device too: what is cached must be real numbers.
    with torch.device("cpu"):
        return torch.tensor(slopes.clip(min=0) * 2 / (high - low), dtype=torch.float32)
