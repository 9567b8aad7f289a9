"""Whisper base, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-base",
    checkpoint="openai/whisper-base",
    aliases=("Whisperb",),
    papers=("fifteen_years",),
    revision="e37978b90ca9030d5170a5c07aadb050351a65bb",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
)
