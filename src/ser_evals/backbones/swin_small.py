"""Swin small on log-mel (Liu et al., ICCV 2021); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="swin-small",
    checkpoint="microsoft/swin-small-patch4-window7-224",
    aliases=("Swins",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="1e8f54cc3d19ded9cda11db863080c79b1096289",
    family="swin",
    year=2021,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
