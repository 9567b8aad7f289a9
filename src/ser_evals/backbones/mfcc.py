"""MFCC functionals: the embedded default; needs no download."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="mfcc",
    checkpoint="mfcc",
    engine="librosa",
    family="functionals",
    licence="ISC",
)
