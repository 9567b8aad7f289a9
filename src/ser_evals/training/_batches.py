"""Batches and noise, each head's from its own seed: nothing depends on its neighbours."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch

from ser_evals.features import Frames

STATES = 1 << 16


@lru_cache(maxsize=256)
def order(seed: int, epoch: int, size: int) -> np.ndarray:
    """Return the order in which a head sees its training utterances in an epoch."""
    return np.random.default_rng([seed, epoch]).permutation(size)


def dropout_mask(seed: int, step: int, shape: tuple[int, int], probability: float) -> torch.Tensor:
    """Return a dropout mask of one head and step, divided by the keep probability.

    Raw bits of a counter-seeded generator, so that a run goes on after a crash without a saved
    generator state; the probability is met to within 1 / 65,536.
    """
    generator = np.random.Generator(np.random.SFC64([seed, step]))
    bits = np.frombuffer(generator.bytes(2 * shape[0] * shape[1]), dtype=np.uint16)
    dropped = round(probability * STATES)
    kept = torch.from_numpy((bits >= dropped).reshape(shape))
    return kept * (STATES / (STATES - dropped))


def pack(
    frames: Frames, chosen: Sequence[np.ndarray], device: torch.device, *, clips: int = 0
) -> tuple[torch.Tensor, torch.Tensor]:
    """Lay the clips of every head one after another.

    Args:
        frames: of all utterances.
        chosen: utterance indices of every head's batch.
        device: where the result shall lie.
        clips: lay out at least this many, of the length of the first utterance.

    Returns:
        Frames of shape (heads, frames, layers, dim), and the averaging matrix of shape (heads,
        clips, frames). Shorter rows are filled up with a real frame, which no clip averages:
        far from the mean of a head's own features a zero could become infinite, and 0 * inf NaN.
    """
    packs = [frames.gather(indices) for indices in chosen]
    longest = max(clips * int(frames.lengths[0]), *map(len, packs))
    average = torch.zeros(len(chosen), max(clips, *map(len, chosen)), longest)
    for head, indices in enumerate(chosen):
        lengths = torch.from_numpy(frames.lengths[indices])
        owner = torch.repeat_interleave(torch.arange(len(indices)), lengths)
        average[head, owner, torch.arange(len(owner))] = 1.0 / lengths[owner].float()
    filled = [
        torch.cat([packed, packed[:1].expand(longest - len(packed), -1, -1)])
        if len(packed) < longest
        else packed
        for packed in packs
    ]
    return torch.stack(filled).to(device), average.to(device)
