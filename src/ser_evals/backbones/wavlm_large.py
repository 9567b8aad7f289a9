"""WavLM large (Chen et al., IEEE JSTSP 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wavlm-large",
    checkpoint="microsoft/wavlm-large",
    papers=("ser_evals_2024",),
    revision="c1423ed94bb01d80a3f5ce5bc39f6026a0f4828c",
    family="wavlm",
    year=2021,
    licence="CC-BY-SA-3.0",
    pretraining=("libri-light", "gigaspeech", "voxpopuli"),
)
