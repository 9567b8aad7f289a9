"""WavLM large (Chen et al., IEEE JSTSP 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wavlm-large",
    checkpoint="microsoft/wavlm-large",
    family="wavlm",
    year=2021,
    licence="MIT",
    pretraining=(
        "libri-light",
        "gigaspeech",
        "voxpopuli",
    ),
)
