from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from ser_evals.metrics._groups import tally_groups
from ser_evals.metrics._uar import from_confusion as uars


def speaker_uar(
    references: Iterable[Any],
    predictions: Iterable[Any],
    *,
    speakers: Iterable[Any],
    labels: Sequence[Any] | None = None,
    min_utterances: int = 1,
) -> dict[Hashable, float]:
    """Compute the UAR of each speaker, over the classes that the speaker has.

    UAR(s) = 1/|C(s)| * sum over c in C(s) of recall(c, s),  C(s) = the classes of s's references

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        speakers: the speaker of each row; rows of an unknown one (None, NaN) are left out.
        labels: the classes that may occur; anything else is an error.
        min_utterances: speakers with fewer rows are left out.

    Returns:
        UAR within [0, 1] of each speaker, in order of appearance.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing class, a class not in `labels`, or no
            speaker that is known and has enough utterances.

    Source:
        Triantafyllopoulos, Batliner and Schuller, "Charting 15 years of progress in deep learning
        for speech emotion recognition", arXiv 2508.02448, section on fairness.

    Example:
        >>> speaker_uar([0, 0, 1, 0], [0, 0, 1, 1], speakers=["a", "a", "a", "b"])
        {'a': 1.0, 'b': 0.0}
    """
    names, matrices = tally_groups(
        references,
        predictions,
        speakers,
        labels=labels,
        min_utterances=min_utterances,
        name="speakers",
    )
    return dict(zip(names, uars(matrices).tolist(), strict=True))
