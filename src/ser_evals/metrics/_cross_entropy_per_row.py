from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._prior import Floats, as_scores, log_softmax
from ser_evals.metrics._probabilities import as_columns, as_probabilities


def cross_entropy_per_row(
    references: Iterable[Any],
    scores: ArrayLike,
    *,
    labels: Sequence[Any] | None = None,
    logits: bool = False,
) -> Floats:
    """Compute the negative log probability of each row's true class: how hard the row is.

    CE_i = - log p_i(r_i)

    Args:
        references: the true class of each row, ints or strings.
        scores: the probability of each class (N, C), each row summing to one.
        labels: the classes in the order of the columns, see `cross_entropy`.
        logits: the scores are logits, and their softmax the probabilities.

    Returns:
        The cross-entropy of each row (N,) in nats, within [0, inf].

    Raises:
        SerEvalsError: unequal lengths, no rows, NaN, probabilities that do not sum to one, or a
            reference that has no column.

    Source:
        Good, "Rational decisions", Journal of the Royal Statistical Society B 14(1), 1952.

    Example:
        >>> cross_entropy_per_row([0, 1], [[0.0, 0.0], [99.0, 0.0]], logits=True).round(2)
        array([ 0.69, 99.  ])
    """
    scores = as_scores(scores) if logits else as_probabilities(scores)
    for row in np.flatnonzero(np.isneginf(scores).all(1))[:1]:
        raise SerEvalsError(f"scores: every class is masked at row {row}")
    column = as_columns(references, scores, labels)[:, None]
    if logits:
        chosen = np.take_along_axis(log_softmax(scores), column, 1)
    else:
        with np.errstate(divide="ignore"):
            chosen = np.log(np.take_along_axis(scores, column, 1))
    return np.maximum(-chosen[:, 0], 0)
