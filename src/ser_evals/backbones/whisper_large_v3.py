"""Whisper large-v3, multilingual, 128 mel bands (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-large-v3",
    checkpoint="openai/whisper-large-v3",
    papers=("ser_evals_2024",),
    revision="06f233fe06e710322aca913c1bc4249a0d71fce1",
    family="whisper",
    year=2023,
    licence="Apache-2.0",
)
