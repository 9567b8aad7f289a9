"""Whisper large-v3, multilingual, 128 mel bands (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-large-v3",
    checkpoint="openai/whisper-large-v3",
    family="whisper",
    year=2023,
    licence="Apache-2.0",
    pretraining=(),
)
