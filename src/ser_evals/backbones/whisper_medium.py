"""Whisper medium, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-medium",
    checkpoint="openai/whisper-medium",
    papers=("ser_evals_2024",),
    revision="abdf7c39ab9d0397620ccaea8974cc764cd0953e",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
)
