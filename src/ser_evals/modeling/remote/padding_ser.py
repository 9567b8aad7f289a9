"""Padded batches that give what every clip gives alone, for encoders on raw audio."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import torch
from torch import nn

# A variable of the thread's own, because clips are encoded in several threads at once.
_SAMPLES: ContextVar[Sequence[int] | None] = ContextVar("samples", default=None)


@contextmanager
def clips_of(samples: Sequence[int] | None) -> Iterator[None]:
    """Tell the layers below how long the clips of the batch are; None: all as long as it."""
    token = _SAMPLES.set(samples)
    try:
        yield
    finally:
        _SAMPLES.reset(token)


def frames(samples: int, kernels: Sequence[int], strides: Sequence[int]) -> int:
    """Count what a stack of convolutions without padding leaves of a clip.

    Example:
        >>> frames(16_000, (10, 3, 3, 3, 3, 2, 2), (5, 2, 2, 2, 2, 2, 2))
        49
    """
    for kernel, stride in zip(kernels, strides, strict=True):
        samples = (samples - kernel) // stride + 1
    return samples


class OwnFramesNorm(nn.GroupNorm):
    """A group norm over time whose statistics are those of each clip's own frames.

    Args:
        norm: the layer whose weights it takes over; it follows the first convolution of wav2vec
            2.0's base model.
        kernel: of that convolution.
        stride: of that convolution.
    """

    def __init__(self, norm: nn.GroupNorm, kernel: int, stride: int) -> None:
        super().__init__(norm.num_groups, norm.num_channels, norm.eps, norm.affine)
        self.weight, self.bias = norm.weight, norm.bias
        self.kernel, self.stride = kernel, stride

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Normalise (clips, channels, frames); zeros behind a clip's end."""
        samples = _SAMPLES.get()
        if samples is None:
            return super().forward(values)
        normed = torch.zeros_like(values)
        for i, clip in enumerate(samples):
            count = frames(clip, (self.kernel,), (self.stride,))
            normed[i : i + 1, :, :count] = super().forward(values[i : i + 1, :, :count])
        return normed


def ignore_padding(model: Any) -> None:
    """Make a model give the same for a clip in a padded batch and alone, within `clips_of`.

    transformers silences the frames behind a clip's end before the positional convolution. That
    is not enough where there are several (data2vec), or a batch norm before it (mHuBERT). Names
    of weights stay as they are.

    Args:
        model: with `conv_kernel` and `conv_stride` in its configuration.
    """
    kernels, strides = tuple(model.config.conv_kernel), tuple(model.config.conv_stride)
    first = model.feature_extractor.conv_layers[0]
    if isinstance(getattr(first, "layer_norm", None), nn.GroupNorm):
        first.layer_norm = OwnFramesNorm(first.layer_norm, kernels[0], strides[0])
    for module in model.encoder.pos_conv_embed.modules():
        if isinstance(module, nn.Conv1d):
            module.register_forward_pre_hook(partial(_silence, kernels, strides))


def _silence(
    kernels: Sequence[int], strides: Sequence[int], _: nn.Module, given: tuple[torch.Tensor]
) -> torch.Tensor | None:
    """Put zeros behind each clip's end before a convolution; None changes nothing."""
    if (samples := _SAMPLES.get()) is None:
        return None
    ends = torch.tensor([frames(n, kernels, strides) for n in samples])
    behind = torch.arange(given[0].shape[-1]) >= ends[:, None]
    return given[0].masked_fill(behind[:, None].to(given[0].device), 0)
