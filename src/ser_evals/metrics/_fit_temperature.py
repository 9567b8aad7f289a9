import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._prior import as_mask, as_scores, log_softmax

LIMITS = (0.05, 20.0)


def fit_temperature(
    logits: ArrayLike, references_idx: ArrayLike, mask: ArrayLike | None = None
) -> float:
    """Find the temperature under which the logits are best calibrated.

    T = argmin over T of  - sum over i of log softmax(z_i / T)[y_i]

    Args:
        logits: unadjusted logits (N, C) of utterances not trained on.
        references_idx: the true class of each, as an index into the columns (N,).
        mask: classes to leave out (C,), True = masked.

    Returns:
        The temperature, within [0.05, 20]; above 1 for an overconfident model.

    Raises:
        SerEvalsError: wrong shapes, or a reference that is masked or no column.

    Source:
        Guo et al., "On calibration of modern neural networks", ICML 2017, section 4.2.

    Example:
        >>> round(fit_temperature([[4.0, 0.0]] * 4, [0, 0, 0, 1]), 2)
        3.64
    """
    from scipy.optimize import minimize_scalar

    logits = as_scores(logits)
    true = np.asarray(references_idx)
    kept = ~as_mask(mask, logits.shape[1])
    if true.shape != (len(logits),) or not np.issubdtype(true.dtype, np.integer):
        raise SerEvalsError(
            f"references_idx: expected {len(logits)} class indices, found shape {true.shape}"
        )
    if true.size == 0 or true.min() < 0 or true.max() >= len(kept) or not kept[true].all():
        raise SerEvalsError("references_idx: expected columns of logits that are not masked")
    column, logits = (np.cumsum(kept) - 1)[true], logits[:, kept]

    def loss(log_temperature: float) -> float:
        scaled = log_softmax(logits / np.exp(log_temperature))
        return -float(scaled[np.arange(len(true)), column].mean())

    return float(np.exp(minimize_scalar(loss, bounds=np.log(LIMITS), method="bounded").x))
