"""Whisper tiny, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-tiny",
    checkpoint="openai/whisper-tiny",
    aliases=("Whispert",),
    papers=("fifteen_years",),
    revision="169d4a4341b33bc18d8881c4b69c2e104e1cc0af",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
)
