"""Two systems on the same utterances."""

from typing import Any

import numpy as np

from ser_evals import metrics
from ser_evals.predictions import Predictions
from ser_evals.scoring._alignment import aligned
from ser_evals.scoring._cautions import of_prior, of_speakers
from ser_evals.scoring._names import speaker_names, utterance_names
from ser_evals.scoring._priors import decide
from ser_evals.scoring._rows import METRICS, evaluated


def compare_rows(
    one: Predictions, other: Predictions, *, prior: str, classes: str, names: tuple[str, str]
) -> list[dict[str, Any]]:
    """Compare two systems, utterance by utterance.

    Args:
        one: the first system, under one condition.
        other: the second system, under the same condition.
        prior: see `PRIORS`.
        classes: a set of classes, see `evaluated`; utterances of both systems' sets are scored.
        names: what the systems are called in errors.

    Returns:
        A row for each metric and each class's recall: `value` and `other` of the systems,
        `difference` = value - other, its interval, and what the interval is over.

    Raises:
        SerEvalsError: if utterances, seeds or references of the systems are not the same.
    """
    first, second = aligned(one, other, names)
    kept = evaluated(one, classes)[first] & evaluated(other, classes)[second]
    if not kept.any():
        return []
    table = one.table.iloc[first][kept]
    (own, said), (theirs, told) = (
        _answers(*system, kept, prior) for system in ((one, first), (other, second))
    )
    answers = [own, theirs]
    warnings = [*said, *told, *of_prior(one, prior), *of_prior(other, prior), *of_speakers(table)]
    reference = table["reference"].astype(str).to_numpy()
    labels = list(dict.fromkeys([*one.classes, *other.classes]))
    speakers, utterances = speaker_names(table), utterance_names(table)
    options: dict[str, Any] = {"speakers": speakers, "seeds": table["seed"]}
    options |= {"utterances": utterances, "labels": labels}
    asked = [*METRICS, *(f"recall_{name}" for name in labels if (reference == name).any())]
    mine, others = (metrics.bootstrap_many(reference, a, metrics=asked, **options) for a in answers)
    common = {
        "prior": prior,
        "classes": classes,
        "seeds": table["seed"].nunique(),
        "speakers": None if speakers is None else speakers.nunique(),
        "utterances": utterances.nunique(),
        "warnings": list(dict.fromkeys(warnings)),
    }
    rows = []
    for name in asked:
        found = metrics.paired_difference(reference, *answers, metric=name, **options)
        row = {"metric": name, "value": mine[name].value, "other": others[name].value}
        row |= {"difference": found.value, "ci_low": found.low, "ci_high": found.high}
        rows.append(common | row | {"ci_unit": found.unit})
    return rows


def _answers(
    system: Predictions, order: np.ndarray, kept: np.ndarray, prior: str
) -> tuple[np.ndarray, list[str]]:
    """Decide the rows that are kept; return decisions in the order of both systems, warnings."""
    rows, answers = np.zeros(len(order), bool), np.empty(len(order), dtype=object)
    rows[order] = kept
    answers[rows], warnings = decide(system, rows, prior)
    return answers[order][kept], warnings
