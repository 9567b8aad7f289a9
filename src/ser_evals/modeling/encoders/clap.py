"""CLAP's audio half, HTS-AT (Wu et al., ICASSP 2023): the last states of ten seconds at 48 kHz."""

from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder

FAMILIES = ("clap", "clap_audio_model")


class MergedFrames(Encoder):
    """States after the last stage, averaged over frequency: 3.2 per second.

    One layer: the earlier stages have other sizes. The input is as trained, a short clip repeated
    up to ten seconds; states of the repetitions are thrown away.

    Args:
        model: `ClapAudioModel`.
        extractor: `ClapFeatureExtractor`.
        device: where the model lies.
    """

    mixes_lengths = True
    layers = 1

    def __init__(self, model: Any, extractor: Any, device: torch.device) -> None:
        self.network, self.extractor, self.device = model.to(device), extractor, device
        encoder, config = model.audio_encoder, model.config
        self.sampling_rate = extractor.sampling_rate
        self.window = extractor.nb_max_samples / self.sampling_rate
        merged = encoder.patch_stride[1] * 2 ** (encoder.num_layers - 1)
        self.rate = config.spec_size * encoder.freq_ratio // merged / self.window
        self.dim = encoder.num_features

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        batch = self.extractor(waves, sampling_rate=self.sampling_rate, return_tensors="pt")
        # The extractor calls a clip of every batch long, at random, so that fusion is trained.
        longer = torch.zeros(len(waves), 1, dtype=torch.bool, device=self.device)
        mel = batch.input_features.float().to(self.device)
        output = self.network(mel, is_longer=longer).last_hidden_state
        states = output.mean(2).transpose(1, 2)[:, :, None]
        per_sample = self.rate / self.sampling_rate
        counts = [max(1, round(len(wave) * per_sample)) for wave in waves]
        return [s[:n].float().cpu() for s, n in zip(states, counts, strict=True)]


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load the audio half of a CLAP checkpoint."""
    from transformers import ClapAudioModel, ClapFeatureExtractor

    model = load_model(ClapAudioModel, backbone, key_mapping={r"^audio_model\.": ""})
    extractor = load_extractor(backbone) or ClapFeatureExtractor(
        truncation="fusion" if model.config.enable_fusion else "rand_trunc"
    )
    return MergedFrames(model, extractor, torch.device(device))
