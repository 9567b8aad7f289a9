"""ResNet-50 on log-mel (He et al., CVPR 2016); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="resnet50",
    checkpoint="microsoft/resnet-50",
    aliases=("Resnet50",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="34c2154c194f829b11125337b98c8f5f9965ff19",
    family="resnet",
    year=2015,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
