"""UniSpeech-SAT base (Chen et al., ICASSP 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="unispeech-sat-base",
    checkpoint="microsoft/unispeech-sat-base",
    revision="ca010627e5d232d9179ebdcd615eaa02cea382ed",
    family="unispeech-sat",
    year=2021,
    licence="CC-BY-SA-3.0",
    pretraining=("librispeech",),
)
