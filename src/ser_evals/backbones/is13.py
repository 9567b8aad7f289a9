"""IS13, ComParE: 6,373 functionals (Schuller et al., 2013)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is13",
    checkpoint="IS13_ComParE",
    engine="opensmile",
    aliases=("IS13-s-mlp",),
    papers=("fifteen_years",),
    head="mlp",
    family="functionals",
    year=2013,
    licence="openSMILE (not for commercial products)",
)
