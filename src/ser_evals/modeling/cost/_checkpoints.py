"""Passes through the architectures that transformers has."""

from typing import Any

import torch

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.cost._counter import HOPS, RATE, SECONDS, Pass
from ser_evals.modeling.cost._networks import through_images
from ser_evals.modeling.encoders import read_config
from ser_evals.modeling.remote.build_ser import IMAGES, RAW


def through_checkpoint(backbone: Backbone) -> Pass:
    """Return a pass through a checkpoint's architecture.

    Raises:
        SerEvalsError: if its configuration cannot be had, or is of another architecture.
    """
    config = read_config(backbone)
    if config.model_type in IMAGES:
        return through_images(config.to_dict())
    config = config.audio_config if config.model_type == "clap" else config
    # Written out, attention is matrix products wherever it runs; fused, only on some devices.
    config._attn_implementation = "eager"
    with torch.device("meta"):
        made = _network(config)
        if made is None:
            raise SerEvalsError(f"{backbone.checkpoint}: a {config.model_type!r} cannot be counted")
        network, shape, seconds = made
        values = torch.empty(1, *shape)
    return Pass(network.eval(), lambda: network(values), seconds)


def _network(config: Any) -> tuple[Any, tuple[int, ...], float] | None:
    """Return a network, the shape of one input without the batch, and its seconds."""
    import transformers
    from transformers.models.whisper.modeling_whisper import WhisperEncoder

    if config.model_type in RAW:
        network = transformers.AutoModel.from_config(config)
        network.adapter = None
        return network, (SECONDS * getattr(config, "sample_rate", RATE),), SECONDS
    if config.model_type == "whisper":
        frames = 2 * config.max_source_positions
        return WhisperEncoder(config), (config.num_mel_bins, frames), frames / HOPS
    if config.model_type == "wav2vec2-bert":
        network = transformers.Wav2Vec2BertModel(config)
        network.adapter = network.intermediate_ffn = None
        # Windows of 25 ms: two frames fewer than hops; then in pairs.
        pairs = (SECONDS * HOPS - 2) // 2
        return network, (pairs, config.feature_projection_input_dim), SECONDS
    if config.model_type == "audio-spectrogram-transformer":
        shape = config.max_length, config.num_mel_bins
        return transformers.ASTModel(config), shape, config.max_length / HOPS
    if config.model_type == "clap_audio_model" and not config.enable_fusion:
        shape = 1, SECONDS * HOPS + 1, config.num_mel_bins
        return transformers.ClapAudioModel(config), shape, SECONDS
    return None
