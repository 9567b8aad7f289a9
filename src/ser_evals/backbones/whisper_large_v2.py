"""Whisper large-v2, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-large-v2",
    checkpoint="openai/whisper-large-v2",
    papers=("ser_evals_2024",),
    revision="ae4642769ce2ad8fc292556ccea8e901f1530655",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
)
