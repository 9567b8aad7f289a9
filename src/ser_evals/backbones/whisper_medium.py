"""Whisper medium, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-medium",
    checkpoint="openai/whisper-medium",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
    pretraining=(),
)
