"""Frozen encoders, one module per family, found by folder."""

import importlib
import pkgutil

import torch

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError, unknown
from ser_evals.modeling.encoders._checkpoint import read_config
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._precision import PRECISIONS, halve
from ser_evals.modeling.encoders._published import pickle_of
from ser_evals.modeling.encoders._revision import resolve_revision

__all__ = ["CONTEXTS", "PRECISIONS", "Encoder", "open_encoder", "pickle_of", "resolve_revision"]

CONTEXTS = {
    "full": "the input exactly as the encoder was trained on (Whisper: padded to 30 s)",
    "clip": "the clip alone (Whisper: plus half a second; faster, numbers differ)",
}


def open_encoder(
    backbone: Backbone,
    *,
    context: str = "full",
    precision: str = "float32",
    device: str | torch.device = "cpu",
) -> Encoder:
    """Load a backbone for extraction: evaluation mode, no gradients.

    Args:
        backbone: its record.
        context: "full" or "clip", see `CONTEXTS`.
        precision: "float32" or "bfloat16", see `PRECISIONS`; feature sets know only one.
        device: where to run it.

    Raises:
        SerEvalsError: if the checkpoint cannot be had, does not fit, is a pickle that nobody
            asked for (see `Backbone.allow_pickle`), or its architecture is not supported.
    """
    if context not in CONTEXTS:
        raise unknown("context", context, CONTEXTS)
    if precision not in PRECISIONS:
        raise unknown("precision", precision, PRECISIONS)
    config = read_config(backbone) if backbone.engine == "transformers" else None
    family = config.model_type if config is not None else backbone.engine
    known: list[str] = []
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            families = importlib.import_module(f"{__name__}.{module.name}")
            if family in families.FAMILIES:
                encoder = families.load(backbone, config, context=context, device=device)
                if precision == "bfloat16" and encoder.network is not None:
                    halve(encoder.network)
                return encoder
            known += families.FAMILIES
    raise SerEvalsError(
        f"{backbone.checkpoint} is a {family!r} model; supported are {', '.join(sorted(known))}"
    )
