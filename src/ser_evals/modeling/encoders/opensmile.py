"""Feature sets of openSMILE (Eyben et al., ACM Multimedia 2010): one vector per clip, or frames."""

from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.errors import unknown
from ser_evals.modeling.encoders._checkpoint import missing_library
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._frames import NetworkFrames, built

FAMILIES = ("opensmile",)
SETS = {
    "IS09_emotion": "IS09",
    "IS10_paraling_compat": "IS10",
    "IS11_speaker_state": "IS11",
    "IS12_speaker_trait_compat": "IS12",
    "IS13_ComParE": "IS13",
    "ComParE_2016": "ComParE_2016",
    "eGeMAPSv02": "eGeMAPSv02",
}
"""From the name of a configuration file to that in `opensmile.FeatureSet`."""
LOW_LEVEL = "lld"


class SmileFunctionals(Encoder):
    """A feature set of openSMILE at the functionals level; undefined values become 0.

    Args:
        smile: an `opensmile.Smile`.
    """

    sampling_rate = 16_000
    layers = 1
    rate = 0.0
    window = float("inf")
    # Half a second: below it, several statistics over segments are undefined.
    shortest = 8_000
    standardise = True

    def __init__(self, smile: Any) -> None:
        self.smile = smile
        self.dim = len(smile.feature_names)

    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        values = (self.smile.process_signal(w, self.sampling_rate).to_numpy() for w in waves)
        return [
            torch.from_numpy(np.nan_to_num(v, posinf=0, neginf=0)).float()[None] for v in values
        ]


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Build the extractor; it runs on the CPU.

    Raises:
        SerEvalsError: if opensmile is not installed, or has no such set.
    """
    try:
        import opensmile
    except ImportError as error:
        raise missing_library(backbone) from error
    name, _, level = backbone.checkpoint.partition(":")
    features, known = SETS.get(name, name), opensmile.FeatureSet.__members__
    if features not in known or level not in ("", LOW_LEVEL):
        there = (*SETS, *(f"{name}:{LOW_LEVEL}" for name in SETS))
        raise unknown("feature set of openSMILE", backbone.checkpoint, there)
    # The challenge sets are new: the others keep the way in which their numbers were made, which
    # does not cut samples at full scale.
    if not level and not features.startswith("IS"):
        return SmileFunctionals(opensmile.Smile(opensmile.FeatureSet[features]))
    described = {
        "model_type": "opensmile",
        "features": features,
        "level": "descriptors" if level else "functionals",
    }
    return NetworkFrames(built(backbone.name, described), described, "cpu", standardise=True)
