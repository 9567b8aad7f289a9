"""WavLM base+ (Chen et al., IEEE JSTSP 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wavlm-base-plus",
    checkpoint="microsoft/wavlm-base-plus",
    revision="4c66d4806a428f2e922ccfa1a962776e232d487b",
    family="wavlm",
    year=2021,
    licence="CC-BY-SA-3.0",
    pretraining=("libri-light", "gigaspeech", "voxpopuli"),
)
