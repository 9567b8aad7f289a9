"""eGeMAPS v02: 88 functionals (Eyben et al., IEEE TAC 2016)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="egemaps",
    checkpoint="eGeMAPSv02",
    engine="opensmile",
    aliases=("eGeMAPS-s-mlp",),
    papers=("fifteen_years",),
    head="mlp",
    family="functionals",
    year=2015,
    licence="openSMILE (not for commercial products)",
)
