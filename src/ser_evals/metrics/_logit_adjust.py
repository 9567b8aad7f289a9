import numpy as np
from numpy.typing import ArrayLike

from ser_evals.metrics._prior import Floats, as_mask, as_prior, as_scores


def logit_adjust(
    scores: ArrayLike,
    *,
    source_prior: ArrayLike | None = None,
    target_prior: ArrayLike | None = None,
    mask: ArrayLike | None = None,
    tau: float = 1.0,
) -> Floats:
    """Move logits from the label distribution they were trained under to another one.

    z'(c) = z(c) - tau * log p_source(c) + tau * log p_target(c),  a prior not given being uniform

    Args:
        scores: logits or log probabilities (N, C); -inf where a class is masked already.
        source_prior: the training loss's effective label distribution, shares or counts (C,).
        target_prior: the label distribution to assume, shares or counts (C,).
        mask: classes that must not be predicted (C,), True = masked.
        tau: how much of the adjustment to apply.

    Returns:
        Adjusted logits (N, C). Masked classes, and classes whose source or target prior is 0,
        are -inf: a class never trained on is not boosted.

    Raises:
        SerEvalsError: wrong shapes, NaN, a negative prior, or nothing left to predict.

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
    for prior, name, sign in (
        (source_prior, "source_prior", -tau),
        (target_prior, "target_prior", tau),
    ):
        if prior is not None:
            shares = as_prior(prior, classes, name)
            masked = as_mask(masked | (shares == 0), classes)
            shift += sign * np.log(np.where(shares == 0, 1, shares))
    return np.where(masked, -np.inf, scores + shift)
