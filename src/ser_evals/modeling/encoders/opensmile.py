"""openSMILE functionals: one vector per clip (Eyben et al., ACM Multimedia 2010)."""

from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._checkpoint import missing_library
from ser_evals.modeling.encoders._contract import Encoder

FAMILIES = ("opensmile",)


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
    """Build the extractor; it runs on the CPU."""
    try:
        import opensmile
    except ImportError as error:
        raise missing_library(backbone) from error
    return SmileFunctionals(opensmile.Smile(opensmile.FeatureSet[backbone.checkpoint]))
