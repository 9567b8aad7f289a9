"""Are the priors stored with the answers those of training?"""

import numpy as np

from ser_evals.submissions._check_folds import OVER_GROUPS, rows_of
from ser_evals.submissions._outcome import UncheckedError, refuse, same
from ser_evals.submissions._run import Run
from ser_evals.words import count

EXACT = 1e-9
PLAUSIBLE = (0.01, 100.0)
"""Temperatures outside of it leave nothing of the logits, or nothing but the largest."""


def check_priors(run: Run) -> str:
    """Compare priors with the labels trained on, and look at temperatures and masks."""
    predictions = run.predictions
    priors, folds = predictions.source_priors, set(predictions.table["fold"])
    problems = same("folds with a prior", sorted(priors), sorted(folds))
    for fold, shares in priors.items():
        values = np.asarray(shares, float)
        fits = values.shape == (len(predictions.classes),) and (values >= 0).all()
        if not fits or abs(values.sum() - 1) > EXACT:
            problems.append(f"prior of fold {fold!r} is no distribution over the classes")
    masked = () if run.in_domain else run.settings.protocol.masked
    known = tuple(name for name in masked if name in predictions.classes)
    problems += same("masked classes", tuple(predictions.masked), known)
    problems += _temperatures(run)
    refuse(problems)
    trained = _trained(run)
    for fold, shares in (trained or {}).items():
        if not np.allclose(priors.get(fold, []), shares, rtol=0, atol=EXACT):
            told = np.round(np.asarray(priors[fold], float), 4).tolist()
            found = np.round(np.asarray(shares, float), 4).tolist()
            problems.append(f"prior of fold {fold!r}: stated {told}, trained on {found}")
    refuse(problems)
    if trained is None:
        raise UncheckedError("no copy of what was trained on: give --data-dir")
    return f"priors of {count(len(trained), 'fold')}: what was trained on"


def _trained(run: Run) -> dict[str, list[float]] | None:
    if run.expected is not None:
        return {fold: known.prior for fold, known in run.expected.items()}
    division = run.record["corpora"][run.test]["division"]
    rows = run.rows
    if rows is None and OVER_GROUPS in division:
        rows = rows_of(run.predictions.table)
    if rows is None or run.sources != (run.test,):
        return None
    labels = np.array([row["emotion"] for row in rows])
    return {
        fold.name: [float((labels[fold.train] == n).mean()) for n in run.predictions.classes]
        for fold in run.folds(rows)
    }


def _temperatures(run: Run) -> list[str]:
    found = run.predictions.temperatures
    calibrated = bool(run.record.get("calibrated")) and not run.in_domain
    wanted = [str(seed) for seed in range(run.settings.protocol.seeds)] if calibrated else []
    problems = same("seeds with a temperature", sorted(found), sorted(wanted))
    low, high = PLAUSIBLE
    return problems + [
        f"temperature of seed {seed} is {heat}"
        for seed, heat in found.items()
        if not low <= heat <= high
    ]
