"""VGG-19 on log-mel (Simonyan and Zisserman, ICLR 2015), weights of torchvision."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="vgg19",
    checkpoint="vgg19",
    engine="network",
    aliases=("VGG19",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    url="https://download.pytorch.org/models/vgg19-dcbb9e9d.pth",
    family="vgg",
    year=2014,
    licence="BSD-3-Clause",
    pretraining=("imagenet-1k",),
)
