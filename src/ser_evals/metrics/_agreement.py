from collections.abc import Iterable
from typing import Any

from ser_evals.metrics._classes import encode
from ser_evals.metrics._confusion import tally


def agreement(
    predictions_a: Iterable[Any], predictions_b: Iterable[Any], *, kappa: bool = False
) -> float:
    """Compute the share of rows on which two systems decide alike.

    agreement = (rows with a = b) / (all rows);  kappa = (agreement - chance) / (1 - chance),
    chance = sum over c of share of c in a * share of c in b

    Args:
        predictions_a: the class that the first system predicts for each row, ints or strings.
        predictions_b: the class that the second system predicts for each row.
        kappa: correct for the agreement of systems that guess with the same shares of classes.

    Returns:
        Agreement within [0, 1], or kappa within [-1, 1]; both are 1 where all rows are equal.

    Raises:
        SerEvalsError: unequal lengths, no rows, or a missing value.

    Source:
        Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
        Measurement 20(1), 1960.

    Example:
        >>> agreement([0, 0, 1, 1], [0, 0, 1, 0]), agreement([0, 0, 1, 1], [0, 0, 1, 0], kappa=True)
        (0.75, 0.5)
    """
    a, b, classes = encode(predictions_a, predictions_b, names=("predictions_a", "predictions_b"))
    matrix = tally(a, b, len(classes)) / len(a)
    shared = float(matrix.trace()) if (a != b).any() else 1.0
    if not kappa or shared == 1:
        return shared
    chance = float(matrix.sum(0) @ matrix.sum(1))
    return (shared - chance) / (1 - chance)
