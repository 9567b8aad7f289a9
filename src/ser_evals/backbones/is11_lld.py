"""IS11, Speaker State Challenge: low-level descriptors and deltas (Schuller et al., 2011)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is11-lld",
    checkpoint="IS11_speaker_state:lld",
    engine="opensmile",
    aliases=("IS11-d-lstm",),
    papers=("fifteen_years",),
    head="lstm",
    family="descriptors",
    year=2011,
    licence="openSMILE (not for commercial products)",
)
