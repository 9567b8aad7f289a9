"""Audio Spectrogram Transformer (Gong et al., Interspeech 2021): patches of about ten seconds."""

from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder

FAMILIES = ("audio-spectrogram-transformer",)
HOP = 160  # samples of the filter bank, fixed in the feature extractor


class PatchFrames(Encoder):
    """All hidden states of the patches, averaged over frequency; padding thrown away.

    The input always has the length that the model was trained on (1024 frames of 10 ms). With
    patches every 10 frames there are 10 states per second.

    Args:
        model: `ASTModel`.
        extractor: `ASTFeatureExtractor`.
        device: where the model lies.
    """

    mixes_lengths = True
    shortest = 400

    def __init__(self, model: Any, extractor: Any, device: torch.device) -> None:
        self.network, self.extractor, self.device = model.to(device), extractor, device
        self.sampling_rate = extractor.sampling_rate
        self.hop = HOP * model.config.time_stride
        self.rate = self.sampling_rate / self.hop
        self.window = model.config.max_length * HOP / self.sampling_rate
        self.layers = model.config.num_hidden_layers + 1
        self.dim = model.config.hidden_size
        self.grid = model.embeddings.get_shape(model.config)

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        batch = self.extractor(waves, sampling_rate=self.sampling_rate, return_tensors="pt")
        output = self.network(batch.input_values.to(self.device), output_hidden_states=True)
        states = torch.stack([*output.hidden_states[:-1], output.last_hidden_state], dim=2)
        patches = states[:, -self.grid[0] * self.grid[1] :]  # behind two tokens of the whole clip
        over_time = patches.unflatten(1, self.grid).mean(1)
        counts = [max(1, len(wave) // self.hop) for wave in waves]
        return [s[:n].float().cpu() for s, n in zip(over_time, counts, strict=True)]


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load a checkpoint, with or without a classifier on top."""
    from transformers import ASTFeatureExtractor, ASTModel

    model = load_model(ASTModel, backbone)
    extractor = load_extractor(backbone) or ASTFeatureExtractor(
        max_length=config.max_length, num_mel_bins=config.num_mel_bins
    )
    return PatchFrames(model, extractor, torch.device(device))
