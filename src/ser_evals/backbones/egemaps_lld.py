"""eGeMAPS v02: low-level descriptors and deltas (Eyben et al., IEEE TAC 2016)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="egemaps-lld",
    checkpoint="eGeMAPSv02:lld",
    engine="opensmile",
    aliases=("eGeMAPS-d-lstm",),
    papers=("fifteen_years",),
    head="lstm",
    family="descriptors",
    year=2015,
    licence="openSMILE (not for commercial products)",
)
