"""IS10, Paralinguistic Challenge: low-level descriptors and deltas (Schuller et al., 2010)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is10-lld",
    checkpoint="IS10_paraling_compat:lld",
    engine="opensmile",
    aliases=("IS10-d-lstm",),
    papers=("fifteen_years",),
    head="lstm",
    family="descriptors",
    year=2010,
    licence="openSMILE (not for commercial products)",
)
