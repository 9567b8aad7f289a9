"""ConvNeXt small on log-mel (Liu et al., CVPR 2022); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="convnext-small",
    checkpoint="facebook/convnext-small-224",
    aliases=("ConvNeXts",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="ea237a5211e2850e4fbd4c2e21ec294845a99859",
    family="convnext",
    year=2022,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
