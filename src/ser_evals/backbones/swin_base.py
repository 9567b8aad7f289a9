"""Swin base on log-mel (Liu et al., ICCV 2021); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="swin-base",
    checkpoint="microsoft/swin-base-patch4-window7-224",
    aliases=("Swinb",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="2c296f77a5e9a99899cd2c9e3fb0182a4198a153",
    family="swin",
    year=2021,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
