"""IS12, Speaker Trait Challenge: 6,125 functionals (Schuller et al., 2012)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is12",
    checkpoint="IS12_speaker_trait_compat",
    engine="opensmile",
    aliases=("IS12-s-mlp",),
    papers=("fifteen_years",),
    head="mlp",
    family="functionals",
    year=2012,
    licence="openSMILE (not for commercial products)",
)
