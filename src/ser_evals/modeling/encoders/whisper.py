"""Whisper encoders (Radford et al., ICML 2023): all hidden states, padding thrown away."""

import math
from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.remote.whisper_ser import beginning

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

    mixes_lengths = True

    def __init__(self, encoder: Any, extractor: Any, context: str, device: torch.device) -> None:
        self.network, self.extractor, self.device = encoder.to(device), extractor, device
        self.full = context == "full"
        self.sampling_rate = extractor.sampling_rate
        self.hop = extractor.hop_length * encoder.conv1.stride[0] * encoder.conv2.stride[0]
        self.rate = self.sampling_rate / self.hop
        self.window = encoder.config.max_source_positions * self.hop / self.sampling_rate
        self.layers = encoder.config.encoder_layers + 1
        self.dim = encoder.config.d_model

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        frames = [max(1, len(wave) // self.hop) for wave in waves]
        states = self._hidden(self._mel(waves), max(frames), self._reach(waves))
        return [s[:n].float().cpu() for s, n in zip(states, frames, strict=True)]

    def _mel(self, waves: list[np.ndarray]) -> torch.Tensor:
        samples = round(self.window * self.sampling_rate)
        if not self.full:
            samples = max(self._positions(wave) for wave in waves) * self.hop
        batch = self.extractor(
            [np.pad(wave, (0, samples - len(wave))) for wave in waves],
            sampling_rate=self.sampling_rate,
            padding=False,
            truncation=False,
            return_tensors="pt",
            device="cpu",
        )
        return batch.input_features.to(self.device)

    def _positions(self, wave: np.ndarray) -> int:
        """Return how many positions a clip and the silence behind it take."""
        samples = len(wave) + round(CLIP_TAIL * self.sampling_rate)
        most = round(self.window * self.sampling_rate / self.hop)
        return min(most, math.ceil(samples / self.hop))

    def _reach(self, waves: list[np.ndarray]) -> torch.Tensor | None:
        """Return the positions of each clip; None where they are as many as those of the batch."""
        reach = [] if self.full else [self._positions(wave) for wave in waves]
        return torch.tensor(reach, device=self.device) if len(set(reach)) > 1 else None

    def _hidden(self, mel: torch.Tensor, wanted: int, reach: torch.Tensor | None) -> torch.Tensor:
        """Run the encoder on any number of mel frames; (batch, wanted, layers, dim)."""
        net = self.network
        steps = self.hop // self.extractor.hop_length
        x, mask = beginning(net, mel, reach, steps)
        states = [x[:, :wanted]]
        for layer in net.layers[:-1]:
            x = layer(x, attention_mask=mask)
            states.append(x[:, :wanted])
        states.append(net.layer_norm(_where_wanted(net.layers[-1], x, wanted, mask)))
        return torch.stack(states, dim=2)


def _where_wanted(
    layer: Any, x: torch.Tensor, wanted: int, mask: torch.Tensor | None
) -> torch.Tensor:
    """Apply a layer where its output is wanted; every frame is still attended to."""
    normed = layer.self_attn_layer_norm(x)
    mask = None if mask is None else mask[:, :, :wanted]
    seen, _ = layer.self_attn(normed[:, :wanted], key_value_states=normed, attention_mask=mask)
    x = x[:, :wanted] + seen
    return x + layer.fc2(layer.activation_fn(layer.fc1(layer.final_layer_norm(x))))


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load the encoder half of a Whisper checkpoint, or a checkpoint of the encoder alone."""
    from transformers import WhisperFeatureExtractor
    from transformers.models.whisper.modeling_whisper import WhisperEncoder

    encoder = load_model(WhisperEncoder, backbone, key_mapping={r"^(model\.)?encoder\.": ""})
    extractor = load_extractor(backbone) or WhisperFeatureExtractor(config.num_mel_bins)
    return WhisperFrames(encoder, extractor, context, torch.device(device))
