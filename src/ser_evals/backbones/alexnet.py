"""AlexNet on log-mel (Krizhevsky et al., NeurIPS 2012), weights of torchvision."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="alexnet",
    checkpoint="alexnet",
    engine="network",
    aliases=("AlexNet",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    url="https://download.pytorch.org/models/alexnet-owt-7be5be79.pth",
    family="alexnet",
    year=2012,
    licence="BSD-3-Clause",
    pretraining=("imagenet-1k",),
)
