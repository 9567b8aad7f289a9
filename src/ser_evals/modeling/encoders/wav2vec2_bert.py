"""w2v-BERT 2.0 (Seamless Communication, 2023): a conformer on pairs of log-mel frames."""

from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder

FAMILIES = ("wav2vec2-bert",)
WINDOW, HOP = 400, 160  # samples of the filter bank, fixed in the feature extractor


class FilterBankFrames(Encoder):
    """All hidden states; frames behind a clip's end are masked.

    Args:
        model: `Wav2Vec2BertModel`.
        extractor: `SeamlessM4TFeatureExtractor`.
        device: where the model lies.
    """

    mixes_lengths = True

    def __init__(self, model: Any, extractor: Any, device: torch.device) -> None:
        self.network, self.extractor, self.device = model.to(device), extractor, device
        model.adapter = model.intermediate_ffn = None  # both after the encoder
        self.sampling_rate = extractor.sampling_rate
        self.rate = self.sampling_rate / (HOP * extractor.stride)
        # One frame, and two of the filter bank: their variance scales them.
        self.shortest = WINDOW + HOP * max(1, extractor.stride - 1)
        self.layers = model.config.num_hidden_layers + 1
        self.dim = model.config.hidden_size

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        batch = self.extractor(
            waves,
            sampling_rate=self.sampling_rate,
            padding=True,
            return_attention_mask=True,
            return_tensors="pt",
        )
        counts = batch.attention_mask.sum(1).tolist()
        output = self.network(**batch.to(self.device), output_hidden_states=True)
        states = torch.stack([*output.hidden_states[:-1], output.last_hidden_state], dim=2)
        return [s[:n].float().cpu() for s, n in zip(states, counts, strict=True)]


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load a checkpoint.

    Raises:
        SerEvalsError: for rotary positions, which transformers caches in a way that threads spoil.
    """
    from transformers import SeamlessM4TFeatureExtractor, Wav2Vec2BertModel

    if config.position_embeddings_type == "rotary":
        raise SerEvalsError(f"{backbone.checkpoint}: rotary positions are not supported")
    model = load_model(Wav2Vec2BertModel, backbone)
    extractor = load_extractor(backbone) or SeamlessM4TFeatureExtractor()
    return FilterBankFrames(model, extractor, torch.device(device))
