from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ser_evals.errors import SerEvalsError

Floats = NDArray[np.float64]


def as_scores(scores: ArrayLike, name: str = "scores") -> Floats:
    """Return scores as floats (N, C), with -inf allowed and NaN refused."""
    try:
        scores = np.asarray(scores, float)
    except (TypeError, ValueError):
        raise SerEvalsError(f"{name}: expected an array (N, C) of numbers") from None
    if scores.ndim != 2 or scores.shape[1] == 0:
        raise SerEvalsError(f"{name}: expected an array (N, C), found shape {scores.shape}")
    for row in np.flatnonzero((np.isnan(scores) | np.isposinf(scores)).any(1))[:1]:
        raise SerEvalsError(
            f"{name}: found NaN or +inf at row {row}; a class may only be masked with -inf"
        )
    return scores


def as_prior(prior: ArrayLike, classes: int, name: str) -> Floats:
    """Return a distribution (C,); counts are divided by their sum."""
    prior = np.asarray(prior, float)
    if prior.shape != (classes,):
        raise SerEvalsError(f"{name}: expected {classes} classes, found shape {prior.shape}")
    if not (np.isfinite(prior).all() and (prior >= 0).all() and prior.sum() > 0):
        raise SerEvalsError(f"{name}: expected shares or counts, found {prior.tolist()}")
    return prior / prior.sum()


def as_mask(mask: Any, classes: int) -> NDArray[np.bool_]:
    """Return which classes (C,) are masked; none by default."""
    if mask is None:
        return np.zeros(classes, bool)
    found = np.asarray(mask)
    if found.shape != (classes,) or found.dtype != bool:
        raise SerEvalsError(f"mask: expected {classes} booleans (True = masked), found {mask!r}")
    if found.all():
        raise SerEvalsError("mask: every class is masked, so nothing can be predicted")
    return found


def log_softmax(scores: Floats) -> Floats:
    """Normalise log scores (N, C) so that their exponentials sum to 1; -inf stays."""
    scores = scores - scores.max(1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(1, keepdims=True))
