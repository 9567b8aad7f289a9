from collections.abc import Iterator
from dataclasses import replace

from ser_evals.predictions import Predictions


def class_sets(predictions: Predictions) -> tuple[str, ...]:
    """Return the sets of classes that are scored; a head trained on all folds is zero-shot."""
    return ("shared", "all") if set(predictions.source_priors) == {"full"} else ("present",)


def conditions(predictions: Predictions) -> Iterator[tuple[str, Predictions]]:
    """Split a table by condition: the same utterance in noise is no extra utterance."""
    conditions = predictions.table["condition"].fillna("")
    for name in sorted(conditions.unique()):
        table = predictions.table[conditions == name].reset_index(drop=True)
        yield name, replace(predictions, table=table)
