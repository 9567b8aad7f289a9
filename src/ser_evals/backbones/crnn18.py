"""CRNN on raw audio, from scratch (Tzirakis et al., ICASSP 2018)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="crnn18",
    checkpoint="crnn18",
    engine="network",
    aliases=("CRNN18", "emo18"),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    family="crnn",
    year=2018,
    licence="Apache-2.0",
)
