"""Decisions that another processor may make otherwise, as probabilities are not the same there."""

import numpy as np

from ser_evals.predictions import Predictions
from ser_evals.scoring import adjust


def shares(logits: np.ndarray) -> np.ndarray:
    """Return probabilities."""
    powers = np.exp(logits.astype(float) - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def possible(
    predictions: Predictions, rows: np.ndarray, prior: str, tolerance: float
) -> np.ndarray:
    """Return which classes each answer may be decided as: (rows, classes), boolean.

    A class may be if it wins once its probability is raised, and the best one's lowered, by the
    tolerance: without a prior the two may be twice the tolerance apart.

    Args:
        predictions: as inferred here.
        rows: boolean, the rows that are scored.
        prior: see `ser_evals.scoring.PRIORS`.
        tolerance: largest difference of a probability.
    """
    logits = predictions.scores()[rows]
    adjusted, _ = adjust(predictions, rows, prior)
    # What a prior multiplies probabilities with; 0 where a class is masked.
    shift = adjusted - logits
    weights = np.exp(shift - shift.max(1, keepdims=True))
    known, index = shares(logits), np.arange(len(logits))
    best = adjusted.argmax(1)
    least = np.maximum(known[index, best] - tolerance, 0) * weights[index, best]
    found = ((known + tolerance) * weights >= least[:, None]) & (weights > 0)
    found[index, best] = True
    return found
