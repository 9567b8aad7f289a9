"""Passes through what is trained on openSMILE's feature sets."""

import torch

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.cost._counter import SECONDS, Pass
from ser_evals.modeling.remote.smile_ser import SETS, SmileFrames, SmileLstm, SmileMlp

CLASSES = 4


def through_head(backbone: Backbone) -> Pass:
    """Return a pass of ten seconds through the network of a feature set.

    Raises:
        SerEvalsError: if it has none.
    """
    if backbone.head is None:
        raise SerEvalsError(f"{backbone.name} is a feature set without a network: nothing to count")
    low_level = backbone.head == "lstm"
    # Records call a set as its configuration file is called: IS09_emotion.
    features = next(name for name in SETS if backbone.checkpoint.startswith(name))
    front = SmileFrames(features, level="descriptors" if low_level else "functionals")
    frames = round(front.rate * SECONDS) or 1
    with torch.device("meta"):
        head = (SmileLstm if low_level else SmileMlp)(front.dim, n_classes=CLASSES).eval()
        states = torch.empty(1, frames, 1, front.dim), torch.tensor([frames])
    return Pass(head, lambda: head(*states), SECONDS)
