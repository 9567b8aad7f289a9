"""IS09, Emotion Challenge: 384 functionals (Schuller et al., 2009)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is09",
    checkpoint="IS09_emotion",
    engine="opensmile",
    aliases=("IS09-s-mlp",),
    papers=("fifteen_years",),
    head="mlp",
    family="functionals",
    year=2009,
    licence="openSMILE (not for commercial products)",
)
