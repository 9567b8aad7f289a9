from collections.abc import Iterable, Sequence
from typing import Any

from ser_evals.metrics._gini import gini
from ser_evals.metrics._speaker_uar import speaker_uar


def speaker_gini(
    references: Iterable[Any],
    predictions: Iterable[Any],
    *,
    speakers: Iterable[Any],
    labels: Sequence[Any] | None = None,
    min_utterances: int = 1,
) -> float:
    """Compute how unequally a system serves the speakers: the Gini coefficient of their UARs.

    G = sum over s, t of |UAR(s) - UAR(t)| / (2 N^2 mean(UAR)),  see `gini` and `speaker_uar`

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        speakers: the speaker of each row; rows of an unknown one (None, NaN) are left out.
        labels: the classes that may occur; anything else is an error.
        min_utterances: speakers with fewer rows are left out.

    Returns:
        The coefficient within [0, (N - 1) / N] for N speakers, 0 = all are served alike.

    Raises:
        SerEvalsError: as `speaker_uar`.

    Source:
        Triantafyllopoulos, Batliner and Schuller, "Charting 15 years of progress in deep learning
        for speech emotion recognition", arXiv 2508.02448, table VII.

    Example:
        >>> speaker_gini([0, 0, 1, 0], [0, 0, 1, 1], speakers=["a", "a", "a", "b"])
        0.5
    """
    values = speaker_uar(
        references, predictions, speakers=speakers, labels=labels, min_utterances=min_utterances
    )
    return gini(values.values())
