"""CRNN on raw audio, from scratch (Zhao et al., Biomed. Signal Process. Control 2019)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="crnn19",
    checkpoint="crnn19",
    engine="network",
    aliases=("CRNN19", "zhao19"),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    family="crnn",
    year=2019,
    licence="Apache-2.0",
)
