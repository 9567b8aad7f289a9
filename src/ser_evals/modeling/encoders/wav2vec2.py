"""Encoders on raw audio with a convolutional front: wav2vec 2.0, HuBERT, WavLM and relatives."""

from math import prod
from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder

FAMILIES = ("wav2vec2", "hubert", "wavlm", "unispeech", "unispeech-sat", "data2vec-audio")


class RawAudioFrames(Encoder):
    """All hidden states; clips of one length only, because padding is not neutral here.

    Args:
        model: a transformers model with `conv_stride` and `conv_kernel` in its configuration.
        extractor: its feature extractor.
        device: where the model lies.
    """

    def __init__(self, model: Any, extractor: Any, device: torch.device) -> None:
        self.model, self.extractor, self.device = model.to(device), extractor, device
        model.adapter = None  # after the encoder, for speech recognition: fewer and other frames
        strides, kernels = model.config.conv_stride, model.config.conv_kernel
        self.sampling_rate = extractor.sampling_rate
        self.rate = self.sampling_rate / prod(strides)
        self.layers = model.config.num_hidden_layers + 1
        self.dim = model.config.hidden_size
        reach = 1
        for kernel, stride in zip(reversed(kernels), reversed(strides), strict=True):
            reach = (reach - 1) * stride + kernel
        self.shortest = reach

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        batch = self.extractor(
            waves, sampling_rate=self.sampling_rate, padding=False, return_tensors="pt"
        )
        values = batch.input_values.to(self.device)
        output = self.model(values, output_hidden_states=True)
        # transformers 5 records the last layer before the final layer norm of large models.
        states = [*output.hidden_states[:-1], output.last_hidden_state]
        return list(torch.stack(states, dim=2).float().cpu())


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load a checkpoint; without a preprocessor_config.json input is scaled to unit variance."""
    from transformers import AutoModel, Wav2Vec2FeatureExtractor

    model = load_model(AutoModel, backbone)
    extractor = load_extractor(backbone) or Wav2Vec2FeatureExtractor(do_normalize=True)
    return RawAudioFrames(model, extractor, torch.device(device))
