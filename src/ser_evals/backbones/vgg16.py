"""VGG-16 on log-mel (Simonyan and Zisserman, ICLR 2015), weights of torchvision."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="vgg16",
    checkpoint="vgg16",
    engine="network",
    aliases=("VGG16",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    url="https://download.pytorch.org/models/vgg16-397923af.pth",
    family="vgg",
    year=2014,
    licence="BSD-3-Clause",
    pretraining=("imagenet-1k",),
)
