from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ser_evals.metrics._classes import Indices
from ser_evals.metrics._units import Units

Floats = NDArray[np.float64]
Sampler = Callable[[int, np.random.Generator], Floats]


def speakers_then_utterances(units: Units) -> tuple[Sampler, Indices]:
    """Prepare to draw speakers with replacement and, of each one drawn, as many utterances.

    Returns:
        A function that draws the counts of n resamples (n, cells that occur), and these cells.
    """
    used, column = np.unique(units.cell, return_inverse=True)
    order = np.argsort(units.unit, kind="stable")
    kinds = []
    for rows in np.split(order, np.cumsum(np.bincount(units.unit))[:-1]):
        utterances, index = np.unique(units.utterance[rows], return_inverse=True)
        shape = len(utterances), len(used)
        tables = np.bincount(index * shape[1] + column[rows], minlength=shape[0] * shape[1])
        tables = tables.reshape(shape)
        _, first, copies = np.unique(tables, axis=0, return_index=True, return_counts=True)
        # In order of appearance, so that exchanging two systems changes no random draw.
        appearance = np.argsort(first)
        kinds.append((tables[first[appearance]], copies[appearance]))

    def sample(n: int, rng: np.random.Generator) -> Floats:
        counts = np.zeros((n, len(used)))
        weights = draw_weights(units.copies, n, rng).astype(np.int64)
        for (tables, copies), times in zip(kinds, weights.T, strict=True):
            drawn = rng.multinomial(times * copies.sum(), copies / copies.sum())
            counts += drawn.astype(float) @ tables
        return counts

    return sample, used


def draw_weights(copies: NDArray[np.int64], n: int, rng: np.random.Generator) -> Floats:
    """Draw how often each unit comes in each of n resamples (n, U)."""
    if (copies == 1).all():
        # Counting drawn numbers takes a tenth of the time of a multinomial draw.
        size = len(copies)
        picks = rng.integers(size, size=(n, size)) + np.arange(n)[:, None] * size
        return np.bincount(picks.ravel(), minlength=n * size).reshape(n, size).astype(float)
    return rng.multinomial(copies.sum(), copies / copies.sum(), size=n).astype(float)
