"""IS13, ComParE: low-level descriptors and deltas (Schuller et al., 2013)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is13-lld",
    checkpoint="IS13_ComParE:lld",
    engine="opensmile",
    aliases=("IS13-d-lstm",),
    papers=("fifteen_years",),
    head="lstm",
    family="descriptors",
    year=2013,
    licence="openSMILE (not for commercial products)",
)
