from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from ser_evals.metrics._discovery import batched
from ser_evals.metrics._groups import tally_groups


def per_group(
    references: Iterable[Any],
    predictions: Iterable[Any],
    *,
    groups: Iterable[Any],
    metric: str = "uar",
    labels: Sequence[Any] | None = None,
    min_utterances: int = 1,
) -> dict[Hashable, float]:
    """Compute a metric for each group of rows, such as each sex, language or corpus.

    value(g) = metric of the rows of g alone: its UAR is over the classes that g has

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        groups: the group of each row; rows of an unknown one (None, NaN) are left out.
        metric: a name from `list_metrics()`.
        labels: the classes that may occur; anything else is an error.
        min_utterances: groups with fewer rows are left out.

    Returns:
        The metric, within its range, of each group in order of appearance.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing class, a class not in `labels`, an
            unknown metric, or no group that is known and large enough.

    Source:
        Buolamwini and Gebru, "Gender shades", FAT* 2018, which scores each group by itself.

    Example:
        >>> per_group([0, 1, 0, 1], [0, 1, 0, 0], groups=["f", "f", "m", "m"])
        {'f': 1.0, 'm': 0.5}
    """
    function = batched(metric)
    names, matrices = tally_groups(
        references, predictions, groups, labels=labels, min_utterances=min_utterances, name="groups"
    )
    return dict(zip(names, function(matrices).tolist(), strict=True))
