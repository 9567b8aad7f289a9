"""Whisper tiny.en, English only (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-tiny.en",
    checkpoint="openai/whisper-tiny.en",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
    pretraining=(),
)
