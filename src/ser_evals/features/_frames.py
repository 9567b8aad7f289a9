"""Frames of many utterances, memory-mapped, in the order in which they were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch

from ser_evals.errors import SerEvalsError


@dataclass(frozen=True)
class Frames:
    """What heads are trained on.

    Args:
        clips: one tensor of shape (frames, layers, dim) per utterance, usually a view of a
            memory-mapped file.
    """

    clips: Sequence[torch.Tensor]

    def __post_init__(self) -> None:
        lengths = np.array([len(clip) for clip in self.clips], dtype=np.int64)
        object.__setattr__(self, "lengths", lengths)

    lengths: np.ndarray = None  # type: ignore[assignment]

    @property
    def layers(self) -> int:
        """Hidden states per frame."""
        return self.clips[0].shape[1]

    @property
    def dim(self) -> int:
        """Size of a hidden state."""
        return self.clips[0].shape[2]

    def gather(self, indices: np.ndarray) -> torch.Tensor:
        """Return the frames of some utterances, one after another: (frames, layers, dim)."""
        if self._vectors is not None:
            return self._vectors[indices]
        return torch.cat([self.clips[i] for i in indices])

    @cached_property
    def _vectors(self) -> torch.Tensor | None:
        """All clips as one table where each is a single vector: small, and quicker to index."""
        return torch.cat(list(self.clips)) if self.lengths.max() == 1 else None

    def only_layer(self, layer: int) -> "Frames":
        """Return the same frames with one layer; 0 is the input of the first block, -1 the last.

        Raises:
            SerEvalsError: if there is no such layer.
        """
        if not -self.layers <= layer < self.layers:
            raise SerEvalsError(
                f"no layer {layer}: this backbone has layers 0 to {self.layers - 1}"
            )
        return Frames([clip[:, layer][:, None] for clip in self.clips])

    def statistics(self, indices: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Return mean and standard deviation (1 where it is 0) of every dimension of layer 0."""
        values = self.gather(indices)[:, 0].double()
        spread = values.std(0, correction=0)
        constant = spread < 1e-9 * values.abs().amax(0).clamp(min=1e-9)
        return values.mean(0).float(), spread.masked_fill(constant, 1.0).float()
