"""Passes through the networks that are written here, which need no download."""

from pathlib import Path
from typing import Any

import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.cost._counter import HOPS, RATE, SECONDS, Pass
from ser_evals.modeling.remote import build_ser, cnn14_ser, ecapa_ser, images_ser

BANDS = {"cnn14": cnn14_ser.BANDS, "ecapa": ecapa_ser.BANDS}
IMAGES = {
    **{name: name for name in ("alexnet", "vgg11", "vgg13", "vgg16", "vgg19", "resnet50")},
    "efficientnet-b0": "efficientnet_b0",
    **{f"convnext-{size}": f"convnext_{size[0]}" for size in ("tiny", "small", "base", "large")},
    **{f"swin-{size}": f"swin_{size[0]}" for size in ("tiny", "small", "base")},
}
"""Image networks by the names of their records."""


def through_network(backbone: Backbone) -> Pass | None:
    """Return a pass of ten seconds, or None where the architecture is for its config to say."""
    if backbone.name in IMAGES and not Path(backbone.checkpoint).is_dir():
        return through_images(images_ser.MODELS[IMAGES[backbone.name]])
    if backbone.engine != "network":
        return None
    kind = backbone.name
    with torch.device("meta"):
        encoder = build_ser.build({"model_type": kind}).eval().to("meta")
        clip = torch.empty(1, SECONDS * RATE), torch.tensor([SECONDS * RATE])
        if kind in BANDS:
            # A spectrogram comes before the network; autocast, in it, knows no meta device.
            frames = 1 + SECONDS * HOPS
            mel = torch.empty(1, frames, BANDS[kind]), torch.tensor([frames])
            encoder.log_mel = lambda *_: mel
    return Pass(encoder, lambda: encoder(*clip), SECONDS)


def through_images(config: dict[str, Any]) -> Pass:
    """Return a pass of ten seconds through an image network, from its configuration."""
    with torch.device("meta"):
        encoder = images_ser.build(config).eval()
    images = encoder.images(torch.zeros(1, SECONDS * RATE)).to("meta")
    return Pass(encoder, lambda: encoder.embed(images), SECONDS)
