"""What must stand beside a score, as far as the predictions tell."""

import numpy as np
import pandas as pd

from ser_evals.predictions import Predictions

FEW_SPEAKERS = 5


def of_prior(predictions: Predictions, prior: str) -> list[str]:
    """Return what a reader must know of the prior that decisions were made under."""
    if prior == "oracle":
        return ["oracle prior: the target's labels were used"]
    if prior != "estimated":
        return []
    said = ["transductive: the prior was estimated on the test utterances"]
    shares = np.array(list(predictions.source_priors.values()))
    seen = np.array(predictions.classes)[(shares > 0).any(axis=0)] if len(shares) else ()
    if len(shares) and set(predictions.table["reference"]) - set(seen):
        said.append("prior estimated although the target has classes the source lacks")
    return said


def of_speakers(table: pd.DataFrame) -> list[str]:
    """Return what a reader must know of intervals over the speakers of some rows."""
    if table["speaker"].isna().all():
        return ["no speakers known: intervals over utterances"]
    speakers = table["corpus"].fillna("") + "/" + table["speaker"].fillna("unknown")
    if (count := speakers.nunique()) < FEW_SPEAKERS:
        return [f"{count} speaker{'s' * (count > 1)}: intervals over utterances"]
    holders = speakers.groupby(table["reference"].astype(str)).nunique()
    return [
        f"one speaker alone has {name}: intervals too narrow"
        for name in holders[holders == 1].index
    ]
