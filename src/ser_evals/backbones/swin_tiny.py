"""Swin tiny on log-mel (Liu et al., ICCV 2021); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="swin-tiny",
    checkpoint="microsoft/swin-tiny-patch4-window7-224",
    aliases=("Swint",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="466da6dc48d9ea0905d48d73d74331cfa3906054",
    family="swin",
    year=2021,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
