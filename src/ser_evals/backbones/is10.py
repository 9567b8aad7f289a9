"""IS10, Paralinguistic Challenge: 1,582 functionals (Schuller et al., 2010)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is10",
    checkpoint="IS10_paraling_compat",
    engine="opensmile",
    aliases=("IS10-s-mlp",),
    papers=("fifteen_years",),
    head="mlp",
    family="functionals",
    year=2010,
    licence="openSMILE (not for commercial products)",
)
