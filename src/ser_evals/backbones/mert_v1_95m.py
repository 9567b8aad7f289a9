"""MERT v1 95M: music, 24 kHz (Li et al., ICLR 2024)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="mert-v1-95m",
    checkpoint="m-a-p/MERT-v1-95M",
    revision="12af15fef9d0ac838c3f475bfbbf26d2060dd4f5",
    family="mert",
    year=2023,
    licence="CC-BY-NC-4.0",
)
