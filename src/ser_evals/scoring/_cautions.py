"""What must stand beside a score, as far as the predictions tell."""

import re

import numpy as np
import pandas as pd

from ser_evals.predictions import Predictions
from ser_evals.scoring._names import speaker_names

FEW_SPEAKERS = 5
ORACLE = "oracle prior: the target's labels were used"
TRANSDUCTIVE = "transductive: the prior was estimated on the test utterances"
LACKING = "prior estimated although the target has classes the source lacks"
UNCALIBRATED = "prior estimated without calibration on held-out speakers"
COLLAPSE = "estimated prior of a class collapsed to 0"
NO_SPEAKERS = "no speakers known: intervals over utterances"
FEW = ": intervals over utterances"
ALONE = "one speaker alone has "
NARROW = ": intervals too narrow"
CAUTIONS = (
    *map(re.escape, (ORACLE, TRANSDUCTIVE, LACKING, UNCALIBRATED, COLLAPSE, NO_SPEAKERS)),
    rf"[1-{FEW_SPEAKERS - 1}] speakers?{FEW}",
    rf"{ALONE}(?P<name>.+){NARROW}",
)
"""Patterns of all that is said; `name` is a class."""


def of_prior(predictions: Predictions, prior: str) -> list[str]:
    """Return what a reader must know of the prior that decisions were made under."""
    if prior == "oracle":
        return [ORACLE]
    if prior != "estimated":
        return []
    said = [TRANSDUCTIVE]
    shares = np.array(list(predictions.source_priors.values()))
    seen = np.array(predictions.classes)[(shares > 0).any(axis=0)] if len(shares) else ()
    if len(shares) and set(predictions.table["reference"]) - set(seen):
        said.append(LACKING)
    return said


def of_speakers(table: pd.DataFrame) -> list[str]:
    """Return what a reader must know of intervals over the speakers of some rows."""
    speakers = speaker_names(table)
    if speakers is None:
        return [NO_SPEAKERS]
    if (count := speakers.nunique()) < FEW_SPEAKERS:
        return [f"{count} speaker{'s' * (count > 1)}{FEW}"]
    holders = speakers.groupby(table["reference"].astype(str)).nunique()
    return [f"{ALONE}{name}{NARROW}" for name in holders[holders == 1].index]
