"""Confusions counted again, where a submission holds nothing else."""

import numpy as np
import pandas as pd

from ser_evals.predictions import Predictions
from ser_evals.runs import Settings, answer_again
from ser_evals.scoring import decide, evaluated
from ser_evals.submissions._check_intervals import differing_intervals
from ser_evals.submissions._outcome import UncheckedError, refuse, same
from ser_evals.submissions._possible import possible
from ser_evals.submissions._read_confusions import read_confusions
from ser_evals.submissions._run import Run
from ser_evals.words import count


def recount(run: Run, settings: Settings, tolerance: float) -> str:
    """Infer all answers of a run, and compare the decisions that follow with its confusions."""
    if run.record["config"]["prior"] == "estimated" and not run.in_domain:
        raise UncheckedError("confusions under an estimated prior cannot be counted again")
    seeds = range(settings.protocol.seeds)
    ids = {name for fold in (run.expected or {}).values() for name in fold.ids}
    answers = answer_again(
        settings, run.sources, run.test, run.data, dict.fromkeys(seeds, frozenset(ids))
    )
    found = _table(run, answers)
    problems, changed, close = [], {}, 0
    for part in read_confusions(run)["confusions"]:
        wrong, others, near = _compare(found, part, tolerance)
        problems += wrong
        changed[part["classes"]], close = others, max(close, near)
    refuse(problems or differing_intervals(run, found, tolerance, changed))
    others = count(max(changed.values(), default=0), "other decision")
    return (
        f"all {len(answers)} answers: {others}; {close} are so close that another processor may "
        "decide otherwise"
    )


def _compare(found: Predictions, part: dict, tolerance: float) -> tuple[list[str], int, int]:
    """Return what is wrong with confusions, and how many decisions are others, and may be."""
    kept = evaluated(found, part["classes"])
    names, table = found.classes, found.table[kept]
    answers, _ = decide(found, kept, part["prior"])
    may = possible(found, kept, part["prior"], tolerance)
    reference, seeds = table["reference"].to_numpy(), table["seed"].to_numpy()
    problems, changed = [], 0
    for seed, counts in part["counts"].items():
        what, stated = f"{part['classes']}, seed {seed}", np.array(counts)
        mine = seeds == int(seed)
        # Row by row of the matrix: those who are of a class, and what they are taken for.
        for true, row in zip(names, stated, strict=True):
            held = mine & (reference == true)
            if wrong := same(f"{what}: utterances of {true!r}", int(row.sum()), int(held.sum())):
                problems += wrong
                continue
            inferred = (answers[held, None] == np.array(names)).sum(0)
            changed += int(abs(row - inferred).sum()) // 2
            least = (may[held] & (may[held].sum(1) == 1)[:, None]).sum(0)
            problems += [
                f"{what}: {true!r} taken for {name!r}: stated {cell}, inferred {again}, which can "
                f"be {low} to {high}"
                for name, cell, again, low, high in zip(
                    names, row, inferred, least, may[held].sum(0), strict=True
                )
                if not low <= cell <= high
            ]
    return problems, changed, int((may.sum(1) > 1).sum())


def _table(run: Run, answers: dict[tuple[int, str], np.ndarray]) -> Predictions:
    data, folds = run.data[run.test], run.expected or {}
    known = {row["id"]: row for row in data.rows}
    homes = {name: fold for fold, held in folds.items() for name in held.ids}
    rows = [
        {"id": i, "seed": s, "fold": homes[i], "scores": scores, "corpus": run.test}
        | {"reference": known[i]["emotion"], "speaker": known[i]["speaker"]}
        for (s, i), scores in sorted(answers.items(), key=lambda answer: answer[0])
    ]
    priors = {fold: held.prior for fold, held in folds.items()}
    masked = () if run.in_domain else run.settings.protocol.masked
    kept = tuple(name for name in masked if name in data.classes)
    return Predictions(pd.DataFrame(rows), data.classes, priors, {}, kept)
