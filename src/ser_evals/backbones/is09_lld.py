"""IS09, Emotion Challenge: low-level descriptors and deltas (Schuller et al., 2009)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is09-lld",
    checkpoint="IS09_emotion:lld",
    engine="opensmile",
    aliases=("IS09-d-lstm",),
    papers=("fifteen_years",),
    head="lstm",
    family="descriptors",
    year=2009,
    licence="openSMILE (not for commercial products)",
)
