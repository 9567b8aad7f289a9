"""Confusions counted again, where a submission holds nothing else."""

import numpy as np
import pandas as pd

from ser_evals.predictions import Predictions
from ser_evals.runs import Settings, answer_again
from ser_evals.submissions._confusions import count
from ser_evals.submissions._outcome import UncheckedError, refuse
from ser_evals.submissions._read_confusions import read_confusions
from ser_evals.submissions._run import Run


def recount(run: Run, settings: Settings, tolerance: float) -> str:
    """Infer all answers of a run, and compare the decisions that follow with its confusions."""
    if run.record["config"]["prior"] == "estimated" and not run.in_domain:
        raise UncheckedError("confusions under an estimated prior cannot be counted again")
    seeds = range(settings.protocol.seeds)
    ids = {name for fold in (run.expected or {}).values() for name in fold.ids}
    answers = answer_again(
        settings, run.sources, run.test, run.data, dict.fromkeys(seeds, frozenset(ids))
    )
    found = count(_table(run, answers), run.record)
    stated = read_confusions(run)
    problems, largest = [], 0.0
    for theirs, ours in zip(stated["confusions"], found["confusions"], strict=True):
        for seed, counts in ours["counts"].items():
            matrix = np.array(counts)
            other = abs(matrix - np.array(theirs["counts"][seed])).sum() / 2 / matrix.sum()
            largest = max(largest, float(other))
            if other > tolerance:
                what = f"{ours['classes']}, seed {seed}"
                problems.append(f"{what}: {other:.1%} other decisions: more than {tolerance:.1%}")
    refuse(problems)
    return f"all {len(answers)} answers: {largest:.1%} other decisions"


def _table(run: Run, answers: dict[tuple[int, str], np.ndarray]) -> Predictions:
    data, folds = run.data[run.test], run.expected or {}
    labels = {row["id"]: row["emotion"] for row in data.rows}
    homes = {name: fold for fold, held in folds.items() for name in held.ids}
    rows = [
        {"id": i, "seed": s, "fold": homes[i], "reference": labels[i], "scores": scores}
        for (s, i), scores in answers.items()
    ]
    priors = {fold: held.prior for fold, held in folds.items()}
    masked = () if run.in_domain else run.settings.protocol.masked
    kept = tuple(name for name in masked if name in data.classes)
    return Predictions(pd.DataFrame(rows), data.classes, priors, {}, kept)
