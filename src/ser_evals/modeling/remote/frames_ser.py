"""What every encoder offers: padded waves in, frames of hidden states out."""

from abc import ABC, abstractmethod

import torch
from torch import nn

WINDOW = 60.0
"""Seconds that a network without a limit of its own takes at once, which limits memory."""


class FrameEncoder(nn.Module, ABC):
    """Mono waves to frames of hidden states; trainable where the network is.

    Attributes:
        sampling_rate: Hz.
        layers: hidden states per frame.
        dim: size of a hidden state.
        rate: frames per second; 0 where a clip gives a single vector.
        shortest: fewest samples; shorter clips are padded with zeros.
        window: longest input in seconds; longer recordings are cut into windows.
    """

    sampling_rate: int = 16_000
    layers: int = 1
    dim: int
    rate: float = 0.0
    shortest: int = 1
    window: float = WINDOW

    @abstractmethod
    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Encode clips; what one gives depends neither on its padding nor on the others.

        Args:
            waves: (clips, samples) float32, zeros behind each clip's end.
            lengths: (clips,) samples of each clip, at least `shortest`.

        Returns:
            States (clips, frames, layers, dim), and (clips,) the number of valid frames of each.
        """
