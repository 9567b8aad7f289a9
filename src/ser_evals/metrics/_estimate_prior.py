import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._prior import Floats, as_mask, as_prior, as_scores, log_softmax


def estimate_prior(
    scores: ArrayLike,
    source_prior: ArrayLike,
    *,
    temperature: float = 1.0,
    mask: ArrayLike | None = None,
    max_iter: int = 1000,
    tol: float = 1e-7,
) -> Floats:
    """Estimate the label distribution of unlabelled data by expectation-maximisation.

    q(c|x) ~ p_target(c) / p_source(c) * p(c|x),  p_target(c) = mean over x of q(c|x),  repeated.

    Args:
        scores: unadjusted logits or log probabilities (N, C) of the target's utterances.
        source_prior: the label distribution the logits were trained under (C,), where EM starts.
        temperature: what to divide the logits by, see `fit_temperature`.
        mask: classes to leave out (C,), True = masked; those of source prior 0 always are.
        max_iter: number of steps at most.
        tol: stop when a step changes the shares by less than this in sum.

    Returns:
        The estimated shares (C,), sum 1, 0 for a class left out.

    Raises:
        SerEvalsError: wrong shapes, NaN, a negative prior, or nothing left to predict.

    Source:
        Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier to new a priori
        probabilities", Neural Computation 14(1), 2002, equation 2.9.

    Example:
        >>> estimate_prior([[9.0, 0.0], [9.0, 0.0], [9.0, 0.0], [0.0, 9.0]], [1, 1]).round(2)
        array([0.75, 0.25])
    """
    scores = as_scores(scores)
    if not len(scores):
        raise SerEvalsError("scores has no rows: a label distribution needs utterances")
    classes = scores.shape[1]
    prior = as_prior(source_prior, classes, "source_prior")
    kept = ~as_mask(as_mask(mask, classes) | (prior == 0), classes)
    source = prior[kept] / prior[kept].sum()
    posterior = np.exp(log_softmax(scores[:, kept] / temperature))
    target = source
    for _ in range(max_iter):
        joint = posterior * (target / source)
        updated = (joint / joint.sum(1, keepdims=True)).mean(0)
        change, target = np.abs(updated - target).sum(), updated
        if change < tol:
            break
    result = np.zeros(classes)
    result[kept] = target
    return result
