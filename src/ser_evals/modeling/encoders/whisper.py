"""Whisper encoders (Radford et al., ICML 2023): all hidden states, padding thrown away."""

import math
from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder

FAMILIES = ("whisper",)
CLIP_TAIL = 0.5


class WhisperFrames(Encoder):
    """Hidden states of a Whisper encoder, cut to samples // hop frames.

    Args:
        encoder: `WhisperEncoder`.
        extractor: `WhisperFeatureExtractor`.
        context: "full": 30 s of input as trained; "clip": the clip and half a second of silence.
        device: where the encoder lies.
    """

    def __init__(self, encoder: Any, extractor: Any, context: str, device: torch.device) -> None:
        self.network, self.extractor, self.device = encoder.to(device), extractor, device
        self.full = context == "full"
        self.sampling_rate = extractor.sampling_rate
        self.hop = extractor.hop_length * encoder.conv1.stride[0] * encoder.conv2.stride[0]
        self.rate = self.sampling_rate / self.hop
        self.window = encoder.config.max_source_positions * self.hop / self.sampling_rate
        self.layers = encoder.config.encoder_layers + 1
        self.dim = encoder.config.d_model
        self.mixes_lengths = self.full

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        frames = [max(1, len(wave) // self.hop) for wave in waves]
        states = self._hidden(self._mel(waves), max(frames))
        return [s[:n].float().cpu() for s, n in zip(states, frames, strict=True)]

    def _mel(self, waves: list[np.ndarray]) -> torch.Tensor:
        samples = round(self.window * self.sampling_rate)
        if not self.full:
            longest = max(map(len, waves)) + round(CLIP_TAIL * self.sampling_rate)
            samples = min(samples, math.ceil(longest / self.hop) * self.hop)
        batch = self.extractor(
            [np.pad(wave, (0, samples - len(wave))) for wave in waves],
            sampling_rate=self.sampling_rate,
            padding=False,
            truncation=False,
            return_tensors="pt",
            device="cpu",
        )
        return batch.input_features.to(self.device)

    def _hidden(self, mel: torch.Tensor, wanted: int) -> torch.Tensor:
        """Run the encoder on any number of mel frames; (batch, wanted, layers, dim)."""
        net = self.network
        x = torch.nn.functional.gelu(net.conv1(mel))
        x = torch.nn.functional.gelu(net.conv2(x)).transpose(1, 2)
        x = x + net.embed_positions.weight[: x.shape[1]]
        states = [x[:, :wanted]]
        for layer in net.layers[:-1]:
            x = layer(x, attention_mask=None)
            states.append(x[:, :wanted])
        states.append(net.layer_norm(_beginning(net.layers[-1], x, wanted)))
        return torch.stack(states, dim=2)


def _beginning(layer: Any, x: torch.Tensor, wanted: int) -> torch.Tensor:
    """Apply a layer where its output is wanted; every frame is still attended to."""
    normed = layer.self_attn_layer_norm(x)
    seen, _ = layer.self_attn(normed[:, :wanted], key_value_states=normed)
    x = x[:, :wanted] + seen
    return x + layer.fc2(layer.activation_fn(layer.fc1(layer.final_layer_norm(x))))


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load the encoder half of a Whisper checkpoint, or a checkpoint of the encoder alone."""
    from transformers import WhisperFeatureExtractor
    from transformers.models.whisper.modeling_whisper import WhisperEncoder

    encoder = load_model(WhisperEncoder, backbone, key_mapping={r"^(model\.)?encoder\.": ""})
    extractor = load_extractor(backbone) or WhisperFeatureExtractor(config.num_mel_bins)
    return WhisperFrames(encoder, extractor, context, torch.device(device))
