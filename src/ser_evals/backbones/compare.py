"""ComParE 2016: 6,373 functionals (Schuller et al., Interspeech 2016).

The paper's tables V and XV misprint it as IS16-s-lstm.
"""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="compare",
    checkpoint="ComParE_2016",
    engine="opensmile",
    aliases=("IS16-s-mlp", "IS16-s-lstm"),
    papers=("fifteen_years",),
    head="mlp",
    family="functionals",
    year=2016,
    licence="openSMILE (not for commercial products)",
)
