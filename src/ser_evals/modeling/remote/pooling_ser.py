"""Fewer frames, and rounded ones, as heads that were trained on stored frames saw them."""

from collections.abc import Sequence

import torch


def pool(states: torch.Tensor, *, rate: float, keep: float | None) -> torch.Tensor:
    """Average neighbouring frames in blocks that are equal to within one frame.

    Args:
        states: (frames, layers, dim).
        rate: frames per second of `states`; 0 where there is only one frame.
        keep: frames per second wanted, 0 for one per clip, None for all.

    Returns:
        (blocks, layers, dim), at least one block.

    Example:
        >>> pool(torch.arange(100.0).view(100, 1, 1), rate=50, keep=1).flatten()
        tensor([24.5000, 74.5000])
    """
    if keep is None or keep >= rate:
        return states
    blocks = max(1, round(len(states) * keep / rate))
    size, longer = divmod(len(states), blocks)
    cut, shape = longer * (size + 1), states.shape[1:]
    parts = (
        states[:cut].reshape(longer, size + 1, *shape),
        states[cut:].reshape(blocks - longer, size, *shape),
    )
    return torch.cat([part.mean(1) for part in parts])


def joined(
    windows: Sequence[torch.Tensor], weights: Sequence[float], *, rate: float, keep: float | None
) -> torch.Tensor:
    """Join what is left of the windows of a long recording.

    Args:
        windows: (blocks, layers, dim) of each, pooled.
        weights: how much of the recording each window is, in any unit.
        rate: see `pool`.
        keep: see `pool`.

    Returns:
        (blocks, layers, dim), one window after another; the weighted average of all where a clip
        gives a single vector.

    Example:
        >>> parts = [torch.zeros(1, 1, 2), torch.ones(1, 1, 2)]
        >>> joined(parts, [3, 1], rate=0, keep=None)
        tensor([[[0.2500, 0.2500]]])
    """
    if len(windows) == 1:
        return windows[0]
    if rate and keep != 0:
        return torch.cat(list(windows))
    shares = [weight / sum(weights) for weight in weights]
    return torch.stack([x * share for x, share in zip(windows, shares, strict=True)]).sum(0)


def rounded(states: torch.Tensor) -> torch.Tensor:
    """Round to float16, unless a value would become infinite; the type stays as it is."""
    half = states.detach().half().to(states.dtype)
    if not torch.isfinite(half).all():
        return states
    # the gradient passes as if nothing had been rounded
    return states + (half - states).detach() if states.requires_grad else half
