"""IS12, Speaker Trait Challenge: low-level descriptors and deltas (Schuller et al., 2012)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is12-lld",
    checkpoint="IS12_speaker_trait_compat:lld",
    engine="opensmile",
    aliases=("IS12-d-lstm",),
    papers=("fifteen_years",),
    head="lstm",
    family="descriptors",
    year=2012,
    licence="openSMILE (not for commercial products)",
)
