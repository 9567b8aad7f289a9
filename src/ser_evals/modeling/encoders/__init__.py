"""Frozen encoders, one module per family, found by folder."""

import importlib
import pkgutil

import torch

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError, unknown
from ser_evals.modeling.encoders._checkpoint import read_config, resolve_revision
from ser_evals.modeling.encoders._contract import Encoder

__all__ = ["CONTEXTS", "Encoder", "open_encoder", "resolve_revision"]

CONTEXTS = {
    "full": "the input exactly as the encoder was trained on (Whisper: padded to 30 s)",
    "clip": "the clip alone (Whisper: plus half a second; faster, numbers differ)",
}


def open_encoder(
    backbone: Backbone, *, context: str = "full", device: str | torch.device = "cpu"
) -> Encoder:
    """Load a backbone for extraction: evaluation mode, float32, no gradients.

    Args:
        backbone: its record.
        context: "full" or "clip", see `CONTEXTS`.
        device: where to run it.

    Raises:
        SerEvalsError: if the checkpoint cannot be had, does not fit, or its architecture is
            not supported.
    """
    if context not in CONTEXTS:
        raise unknown("context", context, CONTEXTS)
    config = read_config(backbone) if backbone.engine == "transformers" else None
    family = config.model_type if config is not None else backbone.engine
    known: list[str] = []
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            families = importlib.import_module(f"{__name__}.{module.name}")
            if family in families.FAMILIES:
                return families.load(backbone, config, context=context, device=device)
            known += families.FAMILIES
    raise SerEvalsError(
        f"{backbone.checkpoint} is a {family!r} model; supported are {', '.join(sorted(known))}"
    )
