"""Whisper small, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-small",
    checkpoint="openai/whisper-small",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
    pretraining=(),
)
