"""ECAPA-TDNN for speaker verification: one vector of 192 numbers per clip.

Desplanques, Thienpondt and Demuynck, "ECAPA-TDNN: Emphasized channel attention, propagation and
aggregation in TDNN based speaker verification", Interspeech 2020. Names and sizes of the weights
are those of `embedding_model.ckpt` in `speechbrain/spkrec-ecapa-voxceleb` (Apache 2.0). Neither
the augmentation of its training nor the running mean of embeddings beside it is used.
"""

import functools
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
FFT, HOP, BANDS = 400, 160, 80
FLOOR, RANGE = 1e-10, 80.0
SPLITS = 8
BOTTLENECK = 128
TINY = 1e-12


class EcapaTdnn(FrameEncoder):
    """Three dilated Res2Net blocks with squeeze and excitation, then attentive statistics.

    Convolutions mirror each clip at its own ends and padded frames are left out of every
    statistic, batch normalisation in training included: a clip gives what it gives alone.

    Args:
        channels: of the convolutions, a multiple of 8; 1,024 as published.
        dim: size of the embedding; 192 as published.
    """

    sampling_rate = RATE
    # Nothing shorter than the farthest reach of a convolution, 4 frames, can be mirrored.
    shortest = 4 * HOP

    def __init__(self, channels: int = 1024, dim: int = 192) -> None:
        super().__init__()
        self.dim = dim
        self.blocks = nn.ModuleList([_Tdnn(BANDS, channels, 5)])
        self.blocks.extend(_SeRes2Net(channels, dilation) for dilation in (2, 3, 4))
        self.mfa = _Tdnn(3 * channels, 3 * channels)
        self.asp = _AttentiveStatistics(3 * channels)
        self.asp_bn = _Norm(6 * channels)
        self.fc = _Conv(6 * channels, dim)

    def load_published(self, source: str | os.PathLike | Mapping[str, Any]) -> "EcapaTdnn":
        """Load published weights, every name and shape accounted for; returns the encoder.

        Args:
            source: path of the file, or what it holds; {"model": weights, ...} is unwrapped.
                Nothing is passed over.

        Raises:
            ValueError: if a name is missing or left over, or a shape differs.
        """
        load_published(self, source, title="ECAPA-TDNN")
        return self

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Embed clips; the states are (clips, 1, 1, dim), not scaled to unit length.

        Raises:
            ValueError: if a clip has fewer than `shortest` samples.
        """
        if (least := int(lengths.min())) < self.shortest:
            raise ValueError(f"ECAPA needs clips of {self.shortest} samples, not {least}: pad them")
        mel, frames = self.log_mel(waves, lengths)
        mask = _mask(frames, mel.shape[1])
        mean = (mel * mask[..., None]).sum(1, keepdim=True) / frames[:, None, None]
        x = (mel - mean).to(self.fc.conv.weight.dtype).transpose(1, 2)
        x = self.blocks[0](x, mask)
        outputs = []
        for block in self.blocks[1:]:
            x = block(x, mask)
            outputs.append(x)
        x = self.asp(self.mfa(torch.cat(outputs, 1), mask), mask)
        # One vector per clip from here on, hence no padding.
        x = self.fc(self.asp_bn(x, mask[:, :1]), mask[:, :1])
        return x.transpose(1, 2)[:, None], torch.ones_like(lengths)

    def log_mel(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Compute the input of the network, as SpeechBrain's Fbank does, before its mean is taken.

        Power spectrogram (Hamming, 25 ms every 10 ms, zeros beyond both ends), 80 triangular mel
        bands of equal height, decibels with reference 1 and floor 1e-10, not more than 80 dB
        below the clip's maximum.

        Returns:
            (clips, frames, bands) in dB, and (clips,) frames of each clip: 1 + samples // 160.
        """
        frames = lengths // HOP + 1
        with torch.autocast(waves.device.type, enabled=False):
            waves = waves.to(torch.promote_types(self.fc.conv.weight.dtype, torch.float32))
            waves = waves * _mask(lengths, waves.shape[1])
            window = torch.hamming_window(FFT, dtype=waves.dtype, device=waves.device)
            stft = torch.stft(
                waves, FFT, HOP, window=window, pad_mode="constant", return_complex=True
            )
            power = torch.view_as_real(stft).square().sum(-1).transpose(1, 2)
            mel = power @ torch.from_numpy(_mel_filters()).to(power)
            mel = 10 * mel.clamp(min=FLOOR).log10()
            valid = mel.masked_fill(~_mask(frames, mel.shape[1])[..., None], -torch.inf)
            return mel.maximum(valid.amax((1, 2), keepdim=True) - RANGE), frames


class _Conv(nn.Module):
    """Convolution over (clips, channels, frames) that keeps the number of frames."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv1d(inputs, outputs, kernel, dilation=dilation)
        self.reach = dilation * (kernel - 1) // 2

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.conv(_mirror(x, mask, self.reach) if self.reach else x)


class _Norm(nn.Module):
    """Batch normalisation of (clips, channels, frames) with the statistics of valid frames."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(channels)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        norm = self.norm
        if norm.training and mask.numel() == 1:
            # The last batch of an epoch may hold one clip, and one vector has no variance.
            return F.batch_norm(
                x, norm.running_mean, norm.running_var, norm.weight, norm.bias, eps=norm.eps
            )
        if not norm.training or mask.all():
            return norm(x)
        x = x.transpose(1, 2)
        valid = norm(x[mask])
        return valid.new_zeros(x.shape).index_put((mask,), valid).transpose(1, 2)


class _Tdnn(nn.Module):
    """Convolution, ReLU, batch normalisation."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1, dilation: int = 1) -> None:
        super().__init__()
        self.conv = _Conv(inputs, outputs, kernel, dilation)
        self.norm = _Norm(outputs)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.norm(self.conv(x, mask).relu(), mask)


class _Res2Net(nn.Module):
    """Eighths of the channels, each but the first convolved with its predecessor's output added."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        size = channels // SPLITS
        self.blocks = nn.ModuleList(_Tdnn(size, size, 3, dilation) for _ in range(SPLITS - 1))

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        first, *rest = x.chunk(SPLITS, 1)
        outputs, carried = [first], 0
        for part, block in zip(rest, self.blocks, strict=True):
            carried = block(part + carried, mask)
            outputs.append(carried)
        return torch.cat(outputs, 1)


class _SqueezeExcitation(nn.Module):
    """Weights of channels from their means over the clip."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = _Conv(channels, BOTTLENECK)
        self.conv2 = _Conv(BOTTLENECK, channels)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        mean, _ = _moments(x, _uniform(mask, x.dtype))
        return x * self.conv2(self.conv1(mean, mask).relu(), mask).sigmoid()


class _SeRes2Net(nn.Module):
    """A residual block: TDNN, Res2Net, TDNN, squeeze and excitation."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.tdnn1 = _Tdnn(channels, channels)
        self.res2net_block = _Res2Net(channels, dilation)
        self.tdnn2 = _Tdnn(channels, channels)
        self.se_block = _SqueezeExcitation(channels)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        y = x
        for layer in (self.tdnn1, self.res2net_block, self.tdnn2, self.se_block):
            y = layer(y, mask)
        return x + y


class _AttentiveStatistics(nn.Module):
    """Mean and standard deviation over time, weighted per channel: (clips, 2 * channels, 1)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.tdnn = _Tdnn(3 * channels, BOTTLENECK)
        self.conv = _Conv(BOTTLENECK, channels)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        context = (part.expand_as(x) for part in _moments(x, _uniform(mask, x.dtype)))
        scores = self.conv(self.tdnn(torch.cat([x, *context], 1), mask).tanh(), mask)
        weights = scores.masked_fill(~mask[:, None], -torch.inf).softmax(2)
        return torch.cat(_moments(x, weights), 1)


def _moments(x: torch.Tensor, weights: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return weighted mean and standard deviation over time, each (clips, channels, 1)."""
    mean = (x * weights).sum(2, keepdim=True)
    variance = ((x - mean).square() * weights).sum(2, keepdim=True)
    return mean, variance.clamp(min=TINY).sqrt()


def _uniform(mask: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Return equal weights for the valid frames, (clips, 1, frames)."""
    return (mask / mask.sum(1, keepdim=True)).to(dtype)[:, None]


def _mask(lengths: torch.Tensor, longest: int) -> torch.Tensor:
    """Mark what lies within each length, (clips, longest)."""
    return torch.arange(longest, device=lengths.device) < lengths[:, None]


def _mirror(x: torch.Tensor, mask: torch.Tensor, reach: int) -> torch.Tensor:
    """Continue (clips, channels, frames) by `reach` mirrored frames at each clip's own ends."""
    last = mask.sum(1, keepdim=True) - 1
    at = torch.arange(-reach, mask.shape[1] + reach, device=x.device).abs()
    source = (last - (last - at).abs()).clamp(min=0)
    return x.gather(2, source[:, None].expand(-1, x.shape[1], -1))


@functools.cache
def _mel_filters() -> np.ndarray:
    """Return triangles on the mel scale 2595 log10(1 + Hz / 700), (201, 80), from 0 to 8 kHz.

    SpeechBrain's are symmetric in Hz: both flanks are as wide as the lower one.
    """
    mels = np.linspace(0, 2595 * np.log10(1 + RATE / 2 / 700), BANDS + 2)
    hertz = 700 * (10 ** (mels / 2595) - 1)
    bins = np.linspace(0, RATE / 2, FFT // 2 + 1)[:, None]
    distance = np.abs(bins - hertz[1:-1]) / np.diff(hertz)[:-1]
    return (1 - distance).clip(min=0)


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build "ecapa" from the options of `EcapaTdnn`, weights drawn at random."""
    return EcapaTdnn(**{k: config[k] for k in ("channels", "dim") if k in config})
