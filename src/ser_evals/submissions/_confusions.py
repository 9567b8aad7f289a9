"""Aggregate confusions: what a submission holds where no row may be published."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ser_evals import metrics
from ser_evals.predictions import Predictions
from ser_evals.runs import class_sets, heading
from ser_evals.scoring import METRICS, decide, evaluated


def count(predictions: Predictions, record: Mapping[str, Any]) -> dict[str, Any]:
    """Count decisions by reference, for every seed and every set of classes that is scored."""
    prior, names = record["config"]["prior"], predictions.classes
    parts = []
    for classes in class_sets(record):
        kept = evaluated(predictions, classes)
        if not kept.any():
            continue
        answers, _ = decide(predictions, kept, prior)
        table = predictions.table[kept]
        seeds, reference = table["seed"].to_numpy(), table["reference"].astype(str).to_numpy()
        counts = {
            str(seed): metrics.confusion(
                reference[seeds == seed], answers[seeds == seed], labels=names
            ).tolist()
            for seed in np.unique(seeds)
        }
        parts.append({"prior": prior, "classes": classes, "counts": counts})
    return {"names": list(names), "confusions": parts}


def points(confusions: Mapping[str, Any], record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the lines of scores.csv that follow from confusions: values, but no intervals."""
    names, rows = confusions["names"], []
    for part in confusions["confusions"]:
        matrices = {int(seed): np.asarray(m, int) for seed, m in part["counts"].items()}
        true, guess, seeds = _rows(matrices, names)
        first = next(iter(matrices.values()))
        present = [name for name, held in zip(names, first.sum(1), strict=True) if held]
        asked = [*METRICS, *(f"recall_{name}" for name in present)]
        found = metrics.bootstrap_many(true, guess, metrics=asked, seeds=seeds, labels=names)
        values = {name: interval.value for name, interval in found.items()}
        if len(matrices) > 1:
            per_seed = [
                metrics.uar(true[seeds == s], guess[seeds == s], labels=names) for s in matrices
            ]
            values["uar_seed_sd"] = float(np.std(per_seed, ddof=1))
        head = heading(record) | {"setting": record["setting"], "utterances": int(first.sum())}
        head |= {"prior": part["prior"], "classes": part["classes"], "seeds": len(matrices)}
        rows += [head | {"metric": name, "value": value} for name, value in values.items()]
    return rows


def _rows(
    matrices: Mapping[int, np.ndarray], names: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return reference, decision and seed of as many rows as were counted."""
    parts = []
    for seed, matrix in matrices.items():
        true, guess = np.nonzero(matrix)
        times = matrix[true, guess]
        parts.append(np.repeat([true, guess, np.full(len(true), seed)], times, axis=1))
    true, guess, seeds = np.concatenate(parts, axis=1)
    return np.array(names)[true], np.array(names)[guess], seeds
