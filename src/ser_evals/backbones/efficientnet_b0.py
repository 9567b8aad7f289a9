"""EfficientNet-B0 on log-mel (Tan and Le, ICML 2019)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="efficientnet-b0",
    checkpoint="google/efficientnet-b0",
    aliases=("EfficientNet",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    revision="3d8d75d0812b65064f0151b456f869c6344bf20c",
    family="efficientnet",
    year=2019,
    licence="Apache-2.0",
    pretraining=("imagenet-1k",),
)
