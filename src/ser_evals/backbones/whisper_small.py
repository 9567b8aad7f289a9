"""Whisper small, multilingual (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-small",
    checkpoint="openai/whisper-small",
    aliases=("Whispers",),
    papers=("fifteen_years",),
    revision="973afd24965f72e36ca33b3055d56a652f456b4d",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
)
