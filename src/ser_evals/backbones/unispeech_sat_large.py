"""UniSpeech-SAT large (Chen et al., ICASSP 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="unispeech-sat-large",
    checkpoint="microsoft/unispeech-sat-large",
    family="unispeech-sat",
    year=2021,
    licence="CC-BY-SA-3.0",
    pretraining=("libri-light", "gigaspeech", "voxpopuli"),
)
