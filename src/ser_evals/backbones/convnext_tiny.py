"""ConvNeXt tiny on log-mel (Liu et al., CVPR 2022); the paper took torchvision's weights."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="convnext-tiny",
    checkpoint="facebook/convnext-tiny-224",
    aliases=("ConvNeXtt",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="0d1c8dedaa107d4ae537c5b10e5cd0a8c865e84e",
    family="convnext",
    year=2022,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
