"""Fewer frames per second."""

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
    return torch.stack([block.mean(0) for block in torch.tensor_split(states, blocks)])
