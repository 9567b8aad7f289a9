"""Rows of scores.csv from a predictions table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ser_evals import metrics
from ser_evals.emotions import EMOTIONS
from ser_evals.predictions import Predictions
from ser_evals.scoring._cautions import of_prior, of_speakers
from ser_evals.scoring._names import speaker_names, utterance_names
from ser_evals.scoring._priors import decide

METRICS = ("uar", "accuracy", "macro_f1", "weighted_f1", "macro_precision")
COLUMNS = [
    "backbone",
    "revision",
    "protocol",
    "train",
    "test",
    "setting",
    "prior",
    "classes",
    "metric",
    "value",
    "ci_low",
    "ci_high",
    "seeds",
    "speakers",
    "utterances",
    "mode",
    "layer",
    "context",
    "taxonomy",
    "condition",
    "ci_unit",
    "warnings",
]
LEFT_OUT = "other"


def evaluated(predictions: Predictions, classes: str) -> np.ndarray:
    """Return which rows are scored under a set of classes.

    Args:
        predictions: all of a run.
        classes: "present": every utterance; "shared": of the classes that the source has too;
            "all": of every class of the target. "other" is in neither of the last two.

    Returns:
        Boolean array of shape (rows,).
    """
    reference = predictions.table["reference"].astype(str).to_numpy()
    if classes == "present":
        return np.ones(len(reference), dtype=bool)
    eight = set(predictions.classes) <= set(EMOTIONS)
    kept = reference != LEFT_OUT if eight else np.ones(len(reference), dtype=bool)
    if classes == "shared":
        priors = np.array(list(predictions.source_priors.values()))
        seen = np.array(predictions.classes)[(priors > 0).any(axis=0)]
        kept &= np.isin(reference, seen)
    return kept


def score_rows(
    predictions: Predictions, *, setting: str, prior: str, class_sets: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Score a run.

    Args:
        predictions: of one system on one corpus.
        setting: "in_domain" or "out_of_domain".
        prior: see `PRIORS`.
        class_sets: what to score, see `evaluated`.

    Returns:
        Rows with the columns of scores.csv that follow from the predictions alone, and one
        confusion per set of classes ("classes", "names", "counts", averaged over seeds).
    """
    rows: list[dict[str, Any]] = []
    confusions: list[dict[str, Any]] = []
    for classes in class_sets:
        kept = evaluated(predictions, classes)
        if not kept.any():
            continue
        answers, warnings = decide(predictions, kept, prior)
        table = predictions.table[kept]
        reference = table["reference"].astype(str).to_numpy()
        common, found = intervals(table, reference, answers, predictions.classes)
        warnings += [*of_prior(predictions, prior), *of_speakers(table)]
        head = {"setting": setting, "prior": prior, "classes": classes, "warnings": warnings}
        rows += [{**head, **common, **row} for row in found]
        counts = metrics.confusion(reference, answers, labels=predictions.classes)
        averaged = np.asarray(counts) / common["seeds"]
        confusions.append({"classes": classes, "counts": averaged.tolist()})
    return rows, confusions


def intervals(
    table: pd.DataFrame,
    reference: np.ndarray,
    answers: np.ndarray,
    classes: tuple[str, ...],
    *,
    recalls: bool = True,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what all rows have in common, and a row with interval for each metric."""
    present = [name for name in classes if recalls and (reference == name).any()]
    speakers = speaker_names(table)
    found = metrics.bootstrap_many(
        reference,
        answers,
        metrics=[*METRICS, *(f"recall_{name}" for name in present)],
        speakers=speakers,
        seeds=table["seed"],
        utterances=utterance_names(table),
        labels=list(classes),
    )
    seeds = table["seed"].to_numpy()
    per_seed = [
        metrics.uar(reference[seeds == s], answers[seeds == s], labels=list(classes))
        for s in np.unique(seeds)
    ]
    common = {
        "seeds": len(per_seed),
        "speakers": None if speakers is None else int(speakers.nunique()),
        "utterances": int((seeds == seeds[0]).sum()),
    }
    rows = [
        {
            "metric": name,
            "value": interval.value,
            "ci_low": interval.low,
            "ci_high": interval.high,
            "ci_unit": interval.unit,
        }
        for name, interval in found.items()
    ]
    if len(per_seed) > 1:
        spread = float(np.std(per_seed, ddof=1))
        rows.append({"metric": "uar_seed_sd", "value": spread, "ci_unit": ""})
    return common, rows
