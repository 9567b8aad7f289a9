"""The compact head of SER Evals, as a stack of independent heads computed at once."""

from math import prod

import torch
from torch import nn
from torch.nn import functional

HIDDEN = 512


class FrameHeads(nn.Module):
    """Linear, LayerNorm, GELU, dropout, linear on every frame; a clip's logits are the mean.

    Softmax weights over layers stand in front where frames carry more than one layer (SUPERB).
    The mean over frames is taken before the last, affine, layer: the same logits for less work.
    The parameters of a head lie in one row of `flat` and their gradients in one of `grad`, so
    that an optimiser step is a handful of operations whatever the number of heads.

    Args:
        n_heads: number of heads in the stack.
        layers: hidden states per frame.
        dim: size of a hidden state.
        n_classes: number of classes.
        hidden: width of the hidden layer; the paper's is 512.
        device: where the parameters lie.

    Source: SER Evals (Interspeech 2024): 529,928 parameters at dim 1024, one layer, 8 classes.

    Example:
        >>> FrameHeads(1, layers=1, dim=1024, n_classes=8).flat.shape
        torch.Size([1, 529928])
    """

    def __init__(
        self,
        n_heads: int,
        *,
        layers: int,
        dim: int,
        n_classes: int,
        hidden: int = HIDDEN,
        device: str | torch.device = "cpu",
    ) -> None:
        super().__init__()
        self.layers, self.dim, self.n_classes = layers, dim, n_classes
        self.shapes = {
            "w1": (dim, hidden),
            "b1": (1, hidden),
            "scale": (1, hidden),
            "shift": (1, hidden),
            "w2": (hidden, n_classes),
            "b2": (1, n_classes),
        }
        if layers > 1:
            self.shapes["mix"] = (1, layers)
        size = sum(map(prod, self.shapes.values()))
        self.register_buffer("flat", torch.zeros(n_heads, size, device=device))
        self.register_buffer("grad", torch.zeros(n_heads, size, device=device), persistent=False)
        self.register_buffer("mean", torch.zeros(n_heads, 1, dim, device=device))
        self.register_buffer("spread", torch.ones(n_heads, 1, dim, device=device))
        self.standardised = False
        start = 0
        for name, shape in self.shapes.items():
            columns = slice(start, start + prod(shape))
            parameter = nn.Parameter(self.flat[:, columns].view(-1, *shape))
            parameter.grad = self.grad[:, columns].view(-1, *shape)
            setattr(self, name, parameter)
            start += prod(shape)

    @torch.no_grad()
    def initialise(self, seeds: list[int]) -> None:
        """Draw initial weights, those of a head from its own seed alone.

        Xavier uniform for the hidden layer, N(0, 1/sqrt(hidden)) for the last, biases 0.
        """
        self.flat.zero_()
        self.scale.fill_(1.0)
        for head, seed in enumerate(seeds):
            generator = torch.Generator().manual_seed(seed)
            w1, w2 = torch.empty(self.shapes["w1"]), torch.empty(self.shapes["w2"])
            nn.init.xavier_uniform_(w1, generator=generator)
            nn.init.normal_(w2, std=w2.shape[0] ** -0.5, generator=generator)
            self.w1[head].copy_(w1)
            self.w2[head].copy_(w2)

    @torch.no_grad()
    def standardise(self, mean: torch.Tensor, spread: torch.Tensor) -> None:
        """Z-score the input of each head; both arguments have shape (heads, dim)."""
        self.mean.copy_(mean[:, None])
        self.spread.copy_(spread[:, None])
        self.standardised = True

    def split(self) -> "list[FrameHeads]":
        """Return every head as a stack of its own."""
        hidden = self.shapes["w1"][1]
        singles = []
        for head in range(len(self.flat)):
            single = FrameHeads(
                1,
                layers=self.layers,
                dim=self.dim,
                n_classes=self.n_classes,
                hidden=hidden,
                device=self.flat.device,
            )
            with torch.no_grad():
                single.flat.copy_(self.flat[head : head + 1])
            if self.standardised:
                single.standardise(self.mean[head], self.spread[head])
            singles.append(single)
        return singles

    def forward(
        self, frames: torch.Tensor, average: torch.Tensor, keep: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Compute clip logits.

        Args:
            frames: (heads, frames, layers, dim), the frames of a batch of clips one after another.
            average: (heads, clips, frames), 1 / length where a frame belongs to a clip, else 0.
            keep: (heads, frames, hidden) dropout mask, divided by the keep probability.

        Returns:
            (heads, clips, classes).
        """
        if self.layers > 1:
            x = _MixLayers.apply(frames, self.mix[:, 0].softmax(-1))
        else:
            x = frames[:, :, 0].float()
        if self.standardised:
            x = (x - self.mean) / self.spread
        x = torch.baddbmm(self.b1, x, self.w1)
        x = functional.layer_norm(x, x.shape[-1:]) * self.scale + self.shift
        x = functional.gelu(x)
        x = x if keep is None else x * keep
        return torch.baddbmm(self.b2, average @ x, self.w2)


class _MixLayers(torch.autograd.Function):
    """Weighted sum over layers that never holds all layers in single precision."""

    @staticmethod
    def forward(ctx, frames: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(frames, weights)
        mixed = frames[:, :, 0].float() * weights[:, 0, None, None]
        for layer in range(1, frames.shape[2]):
            mixed.addcmul_(frames[:, :, layer].float(), weights[:, layer, None, None])
        return mixed

    @staticmethod
    def backward(ctx, grad: torch.Tensor) -> tuple[None, torch.Tensor]:
        frames, _ = ctx.saved_tensors
        layers = range(frames.shape[2])
        return None, torch.stack([(frames[:, :, k].float() * grad).sum((1, 2)) for k in layers], 1)
