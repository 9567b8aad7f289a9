"""Whisper tiny.en, English only (Radford et al., ICML 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-tiny.en",
    checkpoint="openai/whisper-tiny.en",
    revision="87c7102498dcde7456f24cfd30239ca606ed9063",
    family="whisper",
    year=2022,
    licence="Apache-2.0",
)
