"""ComParE 2016: 6,373 functionals (Schuller et al., Interspeech 2016)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="compare",
    checkpoint="ComParE_2016",
    engine="opensmile",
    family="functionals",
    year=2016,
    licence="openSMILE (not for commercial products)",
)
