"""CNN14 of PANNs at 16 kHz: one vector of 2,048 numbers per clip.

Kong et al., "PANNs: Large-scale pretrained audio neural networks for audio pattern recognition",
IEEE/ACM TASLP 28 (2020). Names and sizes of the weights are those of the published
`Cnn14_16k_mAP=0.438.pth`. Of its training, SpecAugment and mixup are left out; dropout is kept.
"""

import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .frames_ser import FrameEncoder
from .published_ser import load_published

RATE = 16_000
FFT, HOP, BANDS = 512, 160, 64
LOWEST, HIGHEST = 50.0, 8_000.0
FLOOR = 1e-10
TAGS = ("fc_audioset.weight", "fc_audioset.bias")


class Cnn14(FrameEncoder):
    """Six blocks of two 3x3 convolutions on a log-mel spectrogram, pooled over the whole clip.

    Padded frames are zeroed before every convolution and left out of every statistic, batch
    normalisation in training included: a clip gives what it gives alone. The front end is saved
    with the weights and must stay in float32; autocast, which it switches off for itself, is safe.

    Args:
        classes: outputs of `tags`, 527 as published; 0 leaves that layer out, which is what
            training on emotions wants: `forward` does not read it.
        width: channels of the first block; every further block has twice as many. 64 as
            published; `dim` is 32 times this.
    """

    sampling_rate = RATE
    # Five times halved, fewer than 32 frames leave none.
    shortest = 31 * HOP

    def __init__(self, classes: int = 527, width: int = 64) -> None:
        super().__init__()
        self.dim = 32 * width
        real, imaginary = (_Fixed("weight", part[:, None]) for part in _fourier())
        stft = nn.ModuleDict({"conv_real": real, "conv_imag": imaginary})
        self.spectrogram_extractor = nn.ModuleDict({"stft": stft})
        self.logmel_extractor = _Fixed("melW", _mel_filters().T)
        self.bn0 = nn.BatchNorm2d(BANDS)
        sizes = [1, *(width << k for k in range(6))]
        for k in range(6):
            self.add_module(f"conv_block{k + 1}", _Block(sizes[k], sizes[k + 1]))
        self.fc1 = nn.Linear(self.dim, self.dim)
        self.fc_audioset = nn.Linear(self.dim, classes) if classes else None
        for module in self.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                nn.init.xavier_uniform_(module.weight)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def load_published(self, source: str | os.PathLike | Mapping[str, Any]) -> "Cnn14":
        """Load published weights, every name and shape accounted for; returns the encoder.

        Args:
            source: path of the file, or what it holds; {"model": weights, ...} is unwrapped. Only
                `fc_audioset.*` is passed over, and only where `classes` is 0.

        Raises:
            ValueError: if a name is missing or left over, or a shape differs.
        """
        load_published(self, source, title="CNN14 (16 kHz)", spare=TAGS)
        return self

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Embed clips; the states are (clips, 1, 1, dim), none of them negative.

        Raises:
            ValueError: if a clip has fewer than `shortest` samples.
        """
        states = F.dropout(self._embed(waves, lengths), 0.5, self.training)
        return states[:, None, None], torch.ones_like(lengths)

    def tags(self, waves: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Return the probability of each AudioSet class, (clips, classes)."""
        return self.fc_audioset(self._embed(waves, lengths)).sigmoid()

    def log_mel(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Compute the input of the network, as torchlibrosa does.

        Power spectrogram (Hann, 32 ms every 10 ms, mirrored at both ends of each clip), 64 Slaney
        mel bands of equal area, decibels with reference 1 and floor 1e-10.

        Returns:
            (clips, frames, bands) in dB, and (clips,) frames of each clip: 1 + samples // 160.
        """
        stft = self.spectrogram_extractor["stft"]
        with torch.autocast(waves.device.type, enabled=False):
            waves = waves.to(self.logmel_extractor.melW.dtype)
            windows = _mirror(waves, lengths, FFT // 2).unfold(1, FFT, HOP)
            parts = (F.linear(windows, stft[name].weight[:, 0]) for name in stft)
            power = sum(part.square() for part in parts) @ self.logmel_extractor.melW
            return 10 * power.clamp(min=FLOOR).log10(), lengths // HOP + 1

    def _embed(self, waves: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Return (clips, dim), before the last dropout."""
        if (least := int(lengths.min())) < self.shortest:
            raise ValueError(f"CNN14 needs clips of {self.shortest} samples, not {least}: pad them")
        mel, frames = self.log_mel(waves, lengths)
        x = mel.to(self.bn0.weight.dtype)[:, None]
        x = _normalise(self.bn0, x.transpose(1, 3), frames).transpose(1, 3)
        for k in range(1, 7):
            x = self.get_submodule(f"conv_block{k}")(x, frames)
            if k < 6:
                x, frames = F.avg_pool2d(x, 2), frames // 2
            x = F.dropout(x, 0.2, self.training)
        x, mask = x.mean(3), _mask(frames, x.shape[2])[:, None]
        peak = x.masked_fill(~mask, -torch.inf).max(2).values
        x = peak + (x * mask).sum(2) / frames[:, None]
        return self.fc1(F.dropout(x, 0.5, self.training)).relu()


class _Block(nn.Module):
    """Twice convolution, batch normalisation, ReLU: (clips, channels, frames, bands)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        mask = _mask(frames, x.shape[2])[:, None, :, None]
        x = _normalise(self.bn1, self.conv1(x * mask), frames).relu()
        return _normalise(self.bn2, self.conv2(x * mask), frames).relu()


class _Fixed(nn.Module):
    """A matrix that is saved with the weights and never trained."""

    def __init__(self, name: str, values: np.ndarray) -> None:
        super().__init__()
        self.register_buffer(name, torch.from_numpy(values.astype(np.float32, order="C")))


def _normalise(norm: nn.BatchNorm2d, x: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
    """Normalise (clips, channels, frames, bands) with the statistics of the valid frames."""
    mask = _mask(frames, x.shape[2])
    if not norm.training or mask.all():
        return norm(x)
    x = x.transpose(1, 2)
    valid = norm(x[mask][..., None])[..., 0]
    return valid.new_zeros(x.shape).index_put((mask,), valid).transpose(1, 2)


def _mask(frames: torch.Tensor, longest: int) -> torch.Tensor:
    """Mark the valid frames, (clips, longest)."""
    return torch.arange(longest, device=frames.device) < frames[:, None]


def _mirror(waves: torch.Tensor, lengths: torch.Tensor, reach: int) -> torch.Tensor:
    """Continue each clip by `reach` mirrored samples at either of its own ends."""
    last = lengths[:, None] - 1
    at = torch.arange(-reach, waves.shape[1] + reach, device=waves.device).abs()
    return waves.gather(1, (last - (last - at).abs()).clamp(min=0))


def _fourier() -> tuple[np.ndarray, np.ndarray]:
    """Return the real and the imaginary part of a DFT under a periodic Hann window, (257, 512)."""
    time = np.arange(FFT)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * time / FFT)
    angles = 2 * np.pi / FFT * (np.outer(np.arange(FFT // 2 + 1), time) % FFT)
    return window * np.cos(angles), -window * np.sin(angles)


def _mel_filters() -> np.ndarray:
    """Return triangles on Slaney's mel scale, each of area 1 per Hz: (64, 257).

    The scale is linear (200 / 3 Hz per mel) up to 1 kHz, then has 27 mels per factor of 6.4.
    """

    def mel(hertz: float) -> float:
        return hertz * 3 / 200 if hertz < 1000 else 15 + 27 * np.log(hertz / 1000) / np.log(6.4)

    mels = np.linspace(mel(LOWEST), mel(HIGHEST), BANDS + 2)
    edges = np.where(mels < 15, mels * 200 / 3, 1000 * 6.4 ** ((mels - 15) / 27))[:, None]
    bins = np.arange(FFT // 2 + 1) * RATE / FFT
    rise = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.minimum(rise, fall).clip(min=0) * 2 / (edges[2:] - edges[:-2])


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build "cnn14" from the options of `Cnn14`, weights drawn at random."""
    return Cnn14(**{k: config[k] for k in ("classes", "width") if k in config})
