"""Audio Spectrogram Transformer, see `ser_evals.modeling.remote.ast_ser`."""

from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._frames import around

FAMILIES = ("audio-spectrogram-transformer",)


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load a checkpoint, with or without a classifier on top.

    Raises:
        SerEvalsError: if its preprocessor makes an input of another size.
    """
    from transformers import ASTFeatureExtractor, ASTModel

    size = {"max_length": config.max_length, "num_mel_bins": config.num_mel_bins}
    own = load_extractor(backbone) or ASTFeatureExtractor(**size)
    if (found := {name: getattr(own, name) for name in size}) != size:
        raise SerEvalsError(f"{backbone.checkpoint}: its preprocessor makes {found}, not {size}")
    front = {"sampling_rate": own.sampling_rate, "mean": own.mean, "spread": own.std}
    if not own.do_normalize:
        front["mean"] = None
    return around(load_model(ASTModel, backbone), front, device)
