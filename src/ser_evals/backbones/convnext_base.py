"""ConvNeXt base on log-mel (Liu et al., CVPR 2022); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="convnext-base",
    checkpoint="facebook/convnext-base-224",
    aliases=("ConvNeXtb",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="99c8f0c34d51e86ec5e3a85260a6e5354d146a2f",
    family="convnext",
    year=2022,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
