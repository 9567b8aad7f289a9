"""Encoders on raw audio with a convolutional front: wav2vec 2.0, HuBERT, WavLM and relatives."""

from math import prod
from typing import Any

import numpy as np
import torch
from torch.nn.utils import parametrize

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._wavlm import attend_directly
from ser_evals.modeling.remote.padding_ser import clips_of, frames, ignore_padding

FAMILIES = ("wav2vec2", "hubert", "wavlm", "unispeech", "unispeech-sat", "data2vec-audio")


class RawAudioFrames(Encoder):
    """All hidden states; in a batch of several lengths, each clip's are those it has alone.

    Args:
        model: a transformers model with `conv_stride` and `conv_kernel` in its configuration.
        extractor: its feature extractor.
        device: where the model lies.
    """

    mixes_lengths = True

    def __init__(self, model: Any, extractor: Any, device: torch.device) -> None:
        self.network, self.extractor, self.device = model.to(device), extractor, device
        model.adapter = None  # after the encoder, for speech recognition: fewer and other frames
        for module in list(model.encoder.pos_conv_embed.modules()):
            if parametrize.is_parametrized(module):
                parametrize.remove_parametrizations(module, "weight")  # once, not in every pass
        ignore_padding(model)
        attend_directly(model)
        self.strides, self.kernels = model.config.conv_stride, model.config.conv_kernel
        self.sampling_rate = extractor.sampling_rate
        self.rate = self.sampling_rate / prod(self.strides)
        self.layers = model.config.num_hidden_layers + 1
        self.dim = model.config.hidden_size
        reach = 1
        for kernel, stride in zip(reversed(self.kernels), reversed(self.strides), strict=True):
            reach = (reach - 1) * stride + kernel
        self.shortest = reach

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        scaled = self.extractor(waves, sampling_rate=self.sampling_rate, padding=False).input_values
        samples = [len(wave) for wave in waves]
        values, mask = torch.zeros(2, len(waves), max(samples))
        for i, (wave, count) in enumerate(zip(scaled, samples, strict=True)):
            values[i, :count], mask[i, :count] = torch.as_tensor(wave), 1
        mixed = len(set(samples)) > 1
        with clips_of(samples if mixed else None):
            output = self.network(
                values.to(self.device),
                attention_mask=mask.long().to(self.device) if mixed else None,
                output_hidden_states=True,
            )
        # transformers 5 records the last layer before the final layer norm of large models.
        states = torch.stack([*output.hidden_states[:-1], output.last_hidden_state], dim=2)
        counts = [frames(n, self.kernels, self.strides) for n in samples]
        return [s[:n].float().cpu() for s, n in zip(states, counts, strict=True)]


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load a checkpoint; without a preprocessor_config.json input is scaled to unit variance."""
    from transformers import AutoModel, Wav2Vec2FeatureExtractor

    model = load_model(AutoModel, backbone, config=config)
    extractor = load_extractor(backbone) or Wav2Vec2FeatureExtractor(
        do_normalize=True, sampling_rate=getattr(config, "sample_rate", 16_000)
    )
    return RawAudioFrames(model, extractor, torch.device(device))
