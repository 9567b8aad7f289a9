"""Whether scores, as probabilities, can be believed."""

from typing import Any

import numpy as np

from ser_evals import metrics
from ser_evals.predictions import Predictions
from ser_evals.scoring._cautions import of_prior
from ser_evals.scoring._priors import adjust
from ser_evals.scoring._rows import evaluated

CALIBRATION = ("cross_entropy", "expected_calibration_error")


def calibration_rows(predictions: Predictions, *, prior: str, classes: str) -> list[dict[str, Any]]:
    """Compute the cross-entropy and the calibration error, each the mean over seeds.

    Args:
        predictions: of one system under one condition.
        prior: see `PRIORS`; probabilities are those after the adjustment.
        classes: a set of classes, see `evaluated`.

    Returns:
        A row for each metric, without interval; none where there are no scores, or where a class
        of the references is masked and so has probability 0.
    """
    kept = evaluated(predictions, classes)
    if "scores" not in predictions.table or not kept.any():
        return []
    logits, decided = adjust(predictions, kept, prior)
    table = predictions.table[kept]
    order = {name: place for place, name in enumerate(predictions.classes)}
    true = table["reference"].map(order).to_numpy()
    if np.isinf(logits[np.arange(len(true)), true]).any():
        return []
    shifted = np.exp(logits - logits.max(1, keepdims=True))
    shares = shifted / shifted.sum(1, keepdims=True)
    seeds = table["seed"].to_numpy()
    labels = list(predictions.classes)
    reference = table["reference"].to_numpy()
    values = {
        name: [getattr(metrics, name)(reference[s], shares[s], labels=labels) for s in parts]
        for parts in [[seeds == seed for seed in np.unique(seeds)]]
        for name in CALIBRATION
    }
    common = {"by": "all", "group": "all", "prior": prior, "classes": classes}
    common["warnings"] = [*decided, *of_prior(predictions, prior)]
    common |= {"ci_unit": "", "seeds": len(np.unique(seeds))}
    common["utterances"] = int((seeds == seeds[0]).sum())
    speakers = table[["corpus", "speaker"]].fillna("unknown").drop_duplicates()
    common["speakers"] = len(speakers) if table["speaker"].notna().any() else None
    return [common | {"metric": n, "value": float(np.mean(v))} for n, v in values.items()]
