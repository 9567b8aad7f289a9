"""Padded batches that give what every clip gives alone, for encoders on raw audio."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from torch import nn
from torch.nn.utils import parametrize

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


class OwnFramesNorm(nn.Module):
    """A group norm over time whose statistics are those of each clip's own frames.

    Args:
        norm: the trained layer; it follows the first convolution of wav2vec 2.0's base model.
        count: frames of a clip by its samples.
    """

    def __init__(self, norm: nn.GroupNorm, count: Callable[[int], int]) -> None:
        super().__init__()
        self.norm, self.count = norm, count

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Normalise (clips, channels, frames); zeros behind a clip's end."""
        samples = _SAMPLES.get()
        if samples is None:
            return self.norm(values)
        normed = torch.zeros_like(values)
        for i, count in enumerate(map(self.count, samples)):
            normed[i : i + 1, :, :count] = self.norm(values[i : i + 1, :, :count])
        return normed


def ignore_padding(model: Any) -> None:
    """Make a model give the same for a clip in a padded batch and alone.

    transformers silences the frames behind a clip's end before the positional convolution. That
    is not enough where there are several (data2vec), or a batch norm before it (mHuBERT).

    Args:
        model: with `conv_kernel` and `conv_stride` in its configuration.
    """
    kernels, strides = model.config.conv_kernel, model.config.conv_stride
    first = model.feature_extractor.conv_layers[0]
    if isinstance(getattr(first, "layer_norm", None), nn.GroupNorm):
        first.layer_norm = OwnFramesNorm(
            first.layer_norm, lambda samples: frames(samples, kernels[:1], strides[:1])
        )

    def silence(_: nn.Module, given: tuple[torch.Tensor]) -> torch.Tensor | None:
        if (samples := _SAMPLES.get()) is None:
            return None
        ends = torch.tensor([frames(n, kernels, strides) for n in samples])
        behind = torch.arange(given[0].shape[-1]) >= ends[:, None]
        return given[0].masked_fill(behind[:, None].to(given[0].device), 0)

    for module in list(model.encoder.pos_conv_embed.modules()):
        if isinstance(module, nn.Conv1d):
            if parametrize.is_parametrized(module):
                parametrize.remove_parametrizations(module, "weight")  # once, not in every pass
            module.register_forward_pre_hook(silence)
