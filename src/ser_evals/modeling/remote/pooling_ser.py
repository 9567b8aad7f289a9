"""Fewer frames, and rounded ones, as heads that were trained on stored frames saw them."""

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


def rounded(states: torch.Tensor) -> torch.Tensor:
    """Round to float16, unless a value would become infinite; the type stays as it is."""
    half = states.detach().half().to(states.dtype)
    if not torch.isfinite(half).all():
        return states
    # the gradient passes as if nothing had been rounded
    return states + (half - states).detach() if states.requires_grad else half
