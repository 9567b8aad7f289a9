"""eGeMAPS v02: 88 functionals (Eyben et al., IEEE Trans. Affective Computing 2016)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="egemaps",
    checkpoint="eGeMAPSv02",
    engine="opensmile",
    family="functionals",
    year=2016,
    licence="openSMILE (not for commercial products)",
)
