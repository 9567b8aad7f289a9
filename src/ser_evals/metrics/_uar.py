from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError, unknown
from ser_evals.metrics._classes import as_list, same_length
from ser_evals.metrics._confusion import Floats, confusion, mean_over, occurring
from ser_evals.metrics._recall_per_class import recalls

CONVENTIONS = ("references", "union", "drop")


def uar(
    references: Iterable[Any],
    predictions: Iterable[Any],
    *,
    labels: Sequence[Any] | None = None,
    convention: str = "references",
) -> float:
    """Compute the unweighted average recall: the mean of the recalls of all classes.

    UAR = 1/|C| * sum over c in C of recall(c),  C = the classes that the references have

    Libraries differ where a class occurs in the predictions only, or outside `labels`:

    - "references", the default here: C as above; scikit-learn's `balanced_accuracy_score`.
    - "union": C is the classes of references or predictions, recall 0 for what the references
      lack; scikit-learn's macro `recall_score`, and audmetric without labels.
    - "drop": rows outside `labels` are dropped, C is all of `labels`, recall 0 for what the
      references lack; audmetric with labels. Compare published numbers with it, nothing else.

    Args:
        references: the true class of each row, ints or strings.
        predictions: the predicted class of each row.
        labels: the classes that may occur; anything else is an error. One of them that the
            references lack has no recall and stays out of the mean, as without `labels`.
        convention: "references", "union" or "drop", as above.

    Returns:
        UAR within [0, 1]; 1/|C| is chance.

    Raises:
        SerEvalsError: unequal lengths, no rows, a missing value, a class not in `labels`, an
            unknown convention, or "drop" that has no labels or leaves no rows.

    Source:
        Schuller, Steidl and Batliner, "The INTERSPEECH 2009 Emotion Challenge", Interspeech 2009.

    Example:
        >>> uar([0, 0, 1, 1], [0, 0, 1, 2]), uar([0, 0, 1, 1], [0, 0, 1, 2], convention="union")
        (0.75, 0.5)
    """
    if convention not in CONVENTIONS:
        raise unknown("convention", convention, CONVENTIONS)
    if convention == "drop":
        references, predictions = _inside(references, predictions, labels)
    matrix = confusion(references, predictions, labels=labels)
    if convention == "references":
        return float(from_confusion(matrix))
    return float(mean_over(recalls(matrix), (convention == "drop") | occurring(matrix)))


def from_confusion(matrices: ArrayLike, classes: ArrayLike | None = None) -> Floats:
    """Compute UAR (...) from confusion matrices (..., C, C).

    Args:
        matrices: counts, references by predictions.
        classes: leave out the classes that are not marked here (..., C).
    """
    present = np.asarray(matrices).sum(-1) > 0
    return mean_over(recalls(matrices), present if classes is None else present & classes)


def _inside(
    references: Iterable[Any], predictions: Iterable[Any], labels: Sequence[Any] | None
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Keep the rows of which both classes are among the labels."""
    if labels is None:
        raise SerEvalsError("convention 'drop': give labels=, the classes to keep")
    true, guess = as_list(references, "references"), as_list(predictions, "predictions")
    same_length(references=true, predictions=guess)
    inside = set(labels)
    kept = [row for row in zip(true, guess, strict=True) if inside.issuperset(row)]
    if not kept:
        raise SerEvalsError(f"convention 'drop': no row is within the labels {list(labels)}")
    true, guess = zip(*kept, strict=True)
    return true, guess
