"""Whisper large, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-large",
    checkpoint="openai/whisper-large",
    papers=("ser_evals_2024",),
    revision="4ef9b41f0d4fe232daafdb5f76bb1dd8b23e01d7",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
)
