"""Decisions from unadjusted logits, under a prior that says what it knows of the target."""

import numpy as np

from ser_evals import metrics
from ser_evals.errors import SerEvalsError, unknown
from ser_evals.predictions import Predictions
from ser_evals.scoring._cautions import COLLAPSE, UNCALIBRATED

PRIORS = {
    "none": "logits as they are; classes absent from the source are masked",
    "source": "minus the log of the source's label distribution: a uniform target",
    "estimated": "the target's distribution by EM on its unlabelled utterances (transductive)",
    "oracle": "the target's true label distribution, which a user never has",
}
COLLAPSED = 1e-4


def decide(predictions: Predictions, rows: np.ndarray, prior: str) -> tuple[np.ndarray, list[str]]:
    """Turn the scores of some rows into class names.

    Args:
        predictions: all of a run.
        rows: boolean, the rows that are scored; an oracle knows their labels.
        prior: one of `PRIORS`.

    Returns:
        Predicted class names of those rows, and warnings.

    Raises:
        SerEvalsError: for an unknown prior, or one that the file does not carry enough for.
    """
    if prior not in PRIORS:
        raise unknown("prior", prior, PRIORS)
    if "scores" not in predictions.table:
        if prior != "none":
            raise SerEvalsError(f"prior {prior!r} needs scores; the file has decisions only")
        return predictions.table["prediction"].astype(str).to_numpy()[rows], []
    adjusted, warnings = adjust(predictions, rows, prior)
    return np.array(predictions.classes)[adjusted.argmax(axis=1)], warnings


def adjust(predictions: Predictions, rows: np.ndarray, prior: str) -> tuple[np.ndarray, list[str]]:
    """Adjust the scores of some rows to a prior.

    Args:
        predictions: all of a run, with scores.
        rows: boolean, the rows that are scored; an oracle knows their labels.
        prior: one of `PRIORS`.

    Returns:
        Logits of those rows (rows, classes), -inf where a class is masked, and warnings.

    Raises:
        SerEvalsError: for a prior that the file does not carry enough for.
    """
    table, classes = predictions.table, np.array(predictions.classes)
    scores = predictions.scores()
    adjusted = np.zeros_like(scores)
    warnings: list[str] = []
    mask = np.isin(classes, predictions.masked)
    for (fold, seed), at in table.groupby(["fold", "seed"]).indices.items():
        source = predictions.source_priors.get(str(fold))
        if source is None and prior != "none":
            raise SerEvalsError(
                f"prior {prior!r} needs the source's label distribution, which the file does not "
                "carry; only 'none' can be computed"
            )
        share = np.ones(len(classes)) if source is None else np.asarray(source)
        hidden = mask | (share == 0)
        logits, options = scores[at], {}
        if prior == "source":
            options = {"source_prior": share}
        elif prior == "oracle":
            counts = np.isin(table["reference"].to_numpy()[at][rows[at]], classes[~hidden])
            known = table["reference"].to_numpy()[at][rows[at]][counts]
            target = np.array([(known == name).sum() for name in classes], dtype=float)
            if target.sum() == 0:
                raise SerEvalsError("prior 'oracle': no utterance has a class of the source")
            options = {"source_prior": share, "target_prior": target / target.sum()}
        elif prior == "estimated":
            heat = predictions.temperatures.get(str(seed))
            if heat is None:
                warnings.append(UNCALIBRATED)
            logits = logits / (heat or 1.0)
            target = metrics.estimate_prior(logits, share, mask=hidden)
            if (target[~hidden] < COLLAPSED).any():
                warnings.append(COLLAPSE)
            options = {"source_prior": share, "target_prior": target}
        adjusted[at] = metrics.logit_adjust(logits, mask=hidden, **options)
    return adjusted[rows], list(dict.fromkeys(warnings))
