"""What an encoder of the frames cache must offer."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import torch


class Encoder(ABC):
    """Mono samples in, hidden states out; never trained here.

    Attributes:
        sampling_rate: Hz.
        layers: number of hidden states per frame (1 for feature sets).
        dim: size of a hidden state.
        rate: frames per second; 0 where a clip gives a single vector.
        window: longest input in seconds; longer clips are cut into windows.
        shortest: fewest samples; shorter clips are padded with zeros.
        standardise: whether a head must z-score the values (feature sets with units).
        network: what computes the states, None for feature sets.
        mixes_lengths: whether clips of different lengths may share a batch without any change.
    """

    network: Any = None
    sampling_rate: int
    layers: int
    dim: int
    rate: float
    window: float = 30.0
    shortest: int = 1
    standardise: bool = False
    mixes_lengths: bool = False

    @abstractmethod
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        """Encode clips of at most `window` seconds.

        Args:
            waves: float32 arrays of shape (samples,), all of one length unless `mixes_lengths`.

        Returns:
            One float32 CPU tensor of shape (frames, layers, dim) per clip.
        """
