import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError, unknown
from ser_evals.metrics._prior import Floats, as_mask, as_prior, as_scores

MODES = {"none": 0, "source": 1, "target": 2, "oracle": 2}


def logit_adjust(
    scores: ArrayLike,
    source_prior: ArrayLike | None = None,
    target_prior: ArrayLike | None = None,
    mode: str | None = None,
    *,
    mask: ArrayLike | None = None,
    tau: float = 1.0,
) -> Floats:
    """Move logits from the label distribution they were trained under to another one.

    z'(c) = z(c) - tau * log p_source(c) + tau * log p_target(c),  a prior not given being uniform

    By default the priors that are given are used. A mode says which of them are, so that all
    modes can be compared with the same arguments: "none" neither (classes of source prior 0 are
    masked all the same), "source" the source's, so that the target is taken to be uniform,
    "target" both; "oracle" is another name for it, for when the target's true shares are given.

    Args:
        scores: logits or log probabilities (N, C); -inf where a class is masked already.
        source_prior: the training loss's effective label distribution, shares or counts (C,).
        target_prior: the label distribution to assume, shares or counts (C,).
        mode: "none", "source", "target" or "oracle"; by default what the priors given amount to.
        mask: classes that must not be predicted (C,), True = masked.
        tau: how much of the adjustment to apply.

    Returns:
        Adjusted logits (N, C). Masked classes, and classes whose source or target prior is 0,
        are -inf: a class never trained on is not boosted.

    Raises:
        SerEvalsError: wrong shapes, NaN, a negative prior, nothing left to predict, an unknown
            mode, or a mode whose prior is not given.

    Source:
        Menon et al., "Long-tail learning via logit adjustment", ICLR 2021, equation 9.

    Example:
        >>> logit_adjust([[1.0, 0.0, 5.0]], source_prior=[0.8, 0.2, 0.0]).argmax(1)
        array([1])
    """
    scores = as_scores(scores)
    classes = scores.shape[1]
    masked = as_mask(mask, classes)
    shift = np.zeros(classes)
    used = 2 if mode is None else _priors_of(mode, source_prior, target_prior)
    for prior, name, sign in (
        (source_prior, "source_prior", -tau if used else 0),
        (target_prior if used == 2 else None, "target_prior", tau),
    ):
        if prior is not None:
            shares = as_prior(prior, classes, name)
            masked = as_mask(masked | (shares == 0), classes)
            shift += sign * np.log(np.where(shares == 0, 1, shares))
    return np.where(masked, -np.inf, scores + shift)


def _priors_of(mode: str, *priors: ArrayLike | None) -> int:
    """Return how many of the priors (source, target) a mode uses."""
    if mode not in MODES:
        raise unknown("mode", mode, MODES)
    for name, prior in zip(("source_prior", "target_prior")[: MODES[mode]], priors, strict=False):
        if prior is None:
            raise SerEvalsError(f"mode {mode!r} needs {name}")
    return MODES[mode]
