"""ECAPA-TDNN for speakers (Desplanques et al., Interspeech 2020)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="ecapa",
    checkpoint="speechbrain/spkrec-ecapa-voxceleb",
    engine="network",
    aliases=("ETDNN",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="0f99f2d0ebe89ac095bcc5903c4dd8f72b367286",
    family="ecapa-tdnn",
    year=2020,
    licence="Apache-2.0",
    pretraining=("voxceleb",),
)
