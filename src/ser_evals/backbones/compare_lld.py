"""ComParE 2016: low-level descriptors and deltas (Schuller et al., Interspeech 2016).

The paper's tables V and XV misprint it as IS16-d-mlp.
"""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="compare-lld",
    checkpoint="ComParE_2016:lld",
    engine="opensmile",
    aliases=("IS16-d-lstm", "IS16-d-mlp"),
    papers=("fifteen_years",),
    head="lstm",
    family="descriptors",
    year=2016,
    licence="openSMILE (not for commercial products)",
)
