"""MFCC functionals with librosa: one vector per clip."""

from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._frames import NetworkFrames, built

FAMILIES = ("librosa",)
DESCRIBED = {"model_type": "mfcc"}


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Build the extractor; it has no weights and runs on the CPU."""
    return NetworkFrames(built(backbone.name, DESCRIBED), DESCRIBED, "cpu", standardise=True)
