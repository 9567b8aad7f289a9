"""Heads on the frames of a backbone."""

import torch
from torch import nn
from torch.nn import functional
from transformers import initialization as init

from .smile_ser import SmileLstm, SmileMlp


class _Head(nn.Module):
    """What heads share: softmax weights over layers, optional z-scores, two linear layers.

    Args:
        dim: size of a hidden state.
        layers: hidden states per frame.
        hidden: width of the hidden layer.
        classes: number of classes.
        dropout: probability.
        standardise: subtract `mean` and divide by `spread`, both of shape (dim,).
    """

    def __init__(
        self,
        dim: int,
        *,
        layers: int,
        hidden: int,
        classes: int,
        dropout: float,
        standardise: bool,
    ) -> None:
        super().__init__()
        self.mix = nn.Parameter(torch.zeros(layers)) if layers > 1 else None
        self.standardise = standardise
        if standardise:
            self.register_buffer("mean", torch.zeros(dim))
            self.register_buffer("spread", torch.ones(dim))
        self.first, self.last = nn.Linear(dim, hidden), nn.Linear(hidden, classes)
        self.dropout = nn.Dropout(dropout)

    def mixed(self, states: torch.Tensor) -> torch.Tensor:
        """Return (clips, frames, layers, dim) as (clips, frames, dim)."""
        states = states.to(self.first.weight.dtype)
        if self.mix is None:
            x = states[:, :, 0]
        else:
            x = torch.einsum("cfld,l->cfd", states, self.mix.softmax(0))
        return (x - self.mean) / self.spread if self.standardise else x

    def initialise(self, part: nn.Module) -> None:
        """Draw the weights of one part of the head: the linear layers, a norm, or what is left.

        Xavier uniform for the first layer, N(0, 1/sqrt(hidden)) for the last, biases 0.
        """
        if part is self.first:
            init.xavier_uniform_(part.weight)
        elif part is self.last:
            init.normal_(part.weight, std=part.in_features**-0.5)
        elif isinstance(part, nn.LayerNorm):
            init.ones_(part.weight)
        if getattr(part, "bias", None) is not None:
            init.zeros_(part.bias)
        if part is self:
            if self.mix is not None:
                init.zeros_(self.mix)
            if self.standardise:
                init.zeros_(self.mean)
                init.ones_(self.spread)


class FrameHead(_Head):
    """Linear, LayerNorm, GELU, dropout, linear on every frame; a clip's logits are the mean.

    Source: SER Evals (Interspeech 2024).
    """

    def __init__(self, dim: int, *, hidden: int, **options) -> None:
        super().__init__(dim, hidden=hidden, **options)
        self.norm = nn.LayerNorm(hidden)

    def forward(self, states: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """Return logits (clips, classes) of states (clips, frames, layers, dim)."""
        return self.last(average(self._inside(states), frames))

    def track(self, states: torch.Tensor) -> torch.Tensor:
        """Return the logits of every frame, (clips, frames, classes)."""
        return self.last(self._inside(states))

    def _inside(self, states: torch.Tensor) -> torch.Tensor:
        return self.dropout(functional.gelu(self.norm(self.first(self.mixed(states)))))


class PooledHead(_Head):
    """Linear, ReLU, dropout, linear on the average frame.

    Source: Triantafyllopoulos, Batliner and Schuller, arXiv 2508.02448 (a 2-layer MLP on the
    pooled hidden states of the last layer).
    """

    def forward(self, states: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """Return logits (clips, classes) of states (clips, frames, layers, dim)."""
        x = average(self.mixed(states), frames)
        return self.last(self.dropout(functional.relu(self.first(x))))


HEADS = {"frames": FrameHead, "pooled": PooledHead, "mlp": SmileMlp, "lstm": SmileLstm}


def build_head(
    kind: str,
    dim: int,
    *,
    layers: int,
    hidden: int,
    classes: int,
    dropout: float,
    standardise: bool,
) -> nn.Module:
    """Build a head, weights drawn at random.

    Args:
        kind: one of `HEADS`.
        dim: size of a hidden state.
        layers: hidden states per frame; networks for feature sets take one.
        hidden: width of the hidden layers.
        classes: number of classes.
        dropout: probability.
        standardise: z-score the input; networks for feature sets always do.

    Raises:
        ValueError: for several layers where one is taken.
    """
    if kind in ("frames", "pooled"):
        options = {"layers": layers, "classes": classes, "standardise": standardise}
        return HEADS[kind](dim, hidden=hidden, dropout=dropout, **options)
    if layers > 1:
        raise ValueError(f"head {kind!r} takes one layer of {layers}: say which one with layer=")
    return HEADS[kind](dim, n_classes=classes, hidden=hidden, dropout=dropout)


def average(x: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
    """Average (clips, frames, values) over the first frames of each clip: (clips, values)."""
    kept = torch.arange(x.shape[1], device=x.device) < frames[:, None]
    return x.masked_fill(~kept[..., None], 0).sum(1) / frames[:, None].to(x.dtype)
