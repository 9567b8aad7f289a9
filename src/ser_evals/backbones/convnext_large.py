"""ConvNeXt large on log-mel (Liu et al., CVPR 2022); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="convnext-large",
    checkpoint="facebook/convnext-large-224",
    aliases=("ConvNeXtl",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="df923d5beb3ec9c0939e094167d0ecb1b7f20e20",
    family="convnext",
    year=2022,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
