from collections.abc import Iterable, Sequence
from typing import Any

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._per_group import per_group


def group_gap(
    references: Iterable[Any],
    predictions: Iterable[Any],
    *,
    groups: Iterable[Any],
    metric: str = "uar",
    labels: Sequence[Any] | None = None,
    min_utterances: int = 1,
) -> float:
    """Compute how far apart the best and the worst group are, see `per_group`.

    gap = max over g of metric(g) - min over g of metric(g)

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        groups: the group of each row (sex, language, corpus); rows of an unknown one (None, NaN)
            are left out.
        metric: a name from `list_metrics()`.
        labels: the classes that may occur; anything else is an error.
        min_utterances: groups with fewer rows are left out.

    Returns:
        The gap within [0, 1], 0 = no difference. It grows with the number of groups by chance.

    Raises:
        SerEvalsError: as `per_group`, or there are fewer than two groups.

    Source:
        Hardt, Price and Srebro, "Equality of opportunity in supervised learning", NeurIPS 2016,
        whose criterion is a gap of 0 in recall.

    Example:
        >>> group_gap([0, 1, 0, 1], [0, 1, 0, 0], groups=["f", "f", "m", "m"])
        0.5
    """
    values = per_group(
        references,
        predictions,
        groups=groups,
        metric=metric,
        labels=labels,
        min_utterances=min_utterances,
    )
    if len(values) < 2:
        raise SerEvalsError(f"groups: a gap needs two groups, found only {next(iter(values))!r}")
    return max(values.values()) - min(values.values())
