"""IS11, Speaker State Challenge: 4,368 functionals (Schuller et al., 2011)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="is11",
    checkpoint="IS11_speaker_state",
    engine="opensmile",
    aliases=("IS11-s-mlp",),
    papers=("fifteen_years",),
    head="mlp",
    family="functionals",
    year=2011,
    licence="openSMILE (not for commercial products)",
)
