from typing import Any

import numpy as np
from numpy.typing import NDArray

from ser_evals.metrics._classes import Indices
from ser_evals.metrics._two_stage import Sampler, draw_weights, speakers_then_utterances
from ser_evals.metrics._units import Units

Floats = NDArray[np.float64]
ROUNDS = 50
DENSE_LIMIT = 1 << 24
BLOCK = 1 << 22


def draw(
    units: Units, n_resamples: int, seed: int, *, two_stage: bool = False
) -> tuple[Floats, float]:
    """Draw units with replacement and add up their confusion matrices.

    In two stages, the utterances of each speaker drawn are drawn with replacement too.

    A resample lacks a class when, for some seed, it has no reference of a class that all units
    together have. It is drawn again, at most ROUNDS times; what still lacks a class then (where
    single units hold a class, nearly every resample may) is kept, and the metrics leave out the
    recall of that class.

    Returns:
        The matrices (n_resamples, S, C, C), and the share of resamples that were drawn again.
    """
    rng = np.random.default_rng(seed)
    nested = two_stage and units.utterance is not None
    sample, used = (speakers_then_utterances if nested else _whole_units)(units)
    cells = int(np.prod(units.shape))
    result = np.zeros((n_resamples, cells))
    needed = units.total.sum(-1) > 0
    redrawn = 0
    step = max(1, BLOCK // len(units.copies))
    for start in range(0, n_resamples, step):
        todo = np.arange(start, min(start + step, n_resamples))
        for attempt in range(ROUNDS + 1):
            result[np.ix_(todo, used)] = sample(len(todo), rng)
            matrices = result[todo].reshape(-1, *units.shape)
            todo = todo[((matrices.sum(-1) == 0) & needed).any((1, 2))]
            redrawn += len(todo) if attempt == 0 else 0
            if not len(todo):
                break
    return result.reshape(-1, *units.shape), redrawn / n_resamples


def _whole_units(units: Units) -> tuple[Sampler, Indices]:
    counts, used = _table(units)
    return lambda n, rng: draw_weights(units.copies, n, rng) @ counts, used


def _table(units: Units) -> tuple[Any, Indices]:
    """Count the cells of each unit (U, cells that occur); sparse where that is large."""
    used, column = np.unique(units.cell, return_inverse=True)
    shape = (len(units.copies), len(used))
    if shape[0] * shape[1] <= DENSE_LIMIT:
        flat = np.bincount(units.unit * shape[1] + column, minlength=shape[0] * shape[1])
        return flat.reshape(shape).astype(float), used
    from scipy.sparse import coo_array

    return coo_array((np.ones(len(column)), (units.unit, column)), shape=shape).tocsr(), used
