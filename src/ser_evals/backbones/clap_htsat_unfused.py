"""CLAP on HTS-AT, 48 kHz, audio tower (Wu et al., ICASSP 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="clap-htsat-unfused",
    checkpoint="laion/clap-htsat-unfused",
    revision="8fa0f1c6d0433df6e97c127f64b2a1d6c0dcda8a",
    family="clap",
    year=2022,
    licence="Apache-2.0",
    pretraining=("laion-audio-630k",),
)
