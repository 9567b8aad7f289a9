"""What must stand beside a score, as far as the predictions tell."""

import numpy as np
import pandas as pd

from ser_evals.predictions import Predictions
from ser_evals.scoring._names import speaker_names

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
    speakers = speaker_names(table)
    if speakers is None:
        return ["no speakers known: intervals over utterances"]
    if (count := speakers.nunique()) < FEW_SPEAKERS:
        return [f"{count} speaker{'s' * (count > 1)}: intervals over utterances"]
    holders = speakers.groupby(table["reference"].astype(str)).nunique()
    return [
        f"one speaker alone has {name}: intervals too narrow"
        for name in holders[holders == 1].index
    ]
