from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ser_evals.metrics._pairing import encode_pair

FEWEST = 25


@dataclass(frozen=True)
class McNemar:
    """McNemar's test of two systems on the same rows.

    Attributes:
        statistic: the smaller of the two counts if exact, chi-square otherwise.
        p: the two-sided p-value.
        only_a: rows that only system A has right.
        only_b: rows that only system B has right.
        exact: whether p is from the binomial distribution.
    """

    statistic: float
    p: float
    only_a: int
    only_b: int
    exact: bool


def mcnemar(
    references: Iterable[Any], predictions_a: Iterable[Any], predictions_b: Iterable[Any]
) -> McNemar:
    """Test whether two systems' accuracies differ, taking the rows to be independent.

    With fewer than 25 rows that only one has right, p = P(|K - n/2| >= |b - n/2|), K ~ B(n, 1/2),
    n = b + c;  otherwise chi-square = (|b - c| - 1)^2 / (b + c), with one degree of freedom

    Utterances of one speaker are not independent: `paired_difference` allows for that.

    Args:
        references: the true class of each row, ints or strings.
        predictions_a: the class that system A predicts for each row.
        predictions_b: the class that system B predicts for each row.

    Returns:
        Statistic and p-value within [0, 1]; p = 1 where both are right on the same rows.

    Raises:
        SerEvalsError: unequal lengths, no rows, or a missing value.

    Source:
        McNemar, "Note on the sampling error of the difference between correlated proportions or
        percentages", Psychometrika 12(2), 1947; continuity correction by Edwards, 1948.

    Example:
        >>> mcnemar([0] * 8, [0] * 8, [0, 0, 1, 1, 1, 1, 1, 1])
        McNemar(statistic=0, p=0.03125, only_a=6, only_b=0, exact=True)
    """
    from scipy.special import chdtrc
    from scipy.stats import binomtest

    true, a, b, _ = encode_pair(references, predictions_a, predictions_b, None)
    only_a = int(((a == true) & (b != true)).sum())
    only_b = int(((a != true) & (b == true)).sum())
    count = only_a + only_b
    if count >= FEWEST:
        statistic = max(abs(only_a - only_b) - 1, 0) ** 2 / count
        return McNemar(statistic, float(chdtrc(1, statistic)), only_a, only_b, False)
    p = float(binomtest(only_a, count, 0.5).pvalue) if count else 1.0
    return McNemar(min(only_a, only_b), p, only_a, only_b, True)
