import numpy as np

from ser_evals.metrics._numbers import Floats


def average_ranks(values: Floats) -> Floats:
    """Rank the last axis from 1 (smallest); equal values share the mean of their ranks."""
    here, other = values[..., :, None], values[..., None, :]
    return (here > other).sum(-1) + (np.equal(here, other).sum(-1) + 1) / 2
