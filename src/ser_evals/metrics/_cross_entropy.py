from collections.abc import Iterable, Sequence
from typing import Any

from numpy.typing import ArrayLike

from ser_evals.metrics._cross_entropy_per_row import cross_entropy_per_row


def cross_entropy(
    references: Iterable[Any],
    scores: ArrayLike,
    *,
    labels: Sequence[Any] | None = None,
    logits: bool = False,
) -> float:
    """Compute the mean negative log probability of the true class, the "log loss".

    CE = - 1/N * sum over i of log p_i(r_i)

    Args:
        references: the true class of each row, ints or strings.
        scores: the probability of each class (N, C), each row summing to one.
        labels: the classes in the order of the columns. By default ints are columns, and strings,
            which must then all occur, are in alphabetical order.
        logits: the scores are logits, and their softmax the probabilities.

    Returns:
        The cross-entropy in nats, within [0, inf]; log C where all classes are always alike, inf
        where a true class has probability 0 (scikit-learn's `log_loss` clips it).

    Raises:
        SerEvalsError: unequal lengths, no rows, NaN, probabilities that do not sum to one, or a
            reference that has no column.

    Source:
        Good, "Rational decisions", Journal of the Royal Statistical Society B 14(1), 1952.

    Example:
        >>> round(cross_entropy(["anger", "fear"], [[0.5, 0.5], [0.5, 0.5]]), 4)
        0.6931
    """
    return float(cross_entropy_per_row(references, scores, labels=labels, logits=logits).mean())
