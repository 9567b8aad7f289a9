"""MERT v1 330M: music, 24 kHz (Li et al., ICLR 2024)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="mert-v1-330m",
    checkpoint="m-a-p/MERT-v1-330M",
    papers=("ser_evals_2024",),
    revision="5240c2708a5acaee1007f43fb9735c7dcd0b78c9",
    family="mert",
    year=2023,
    licence="CC-BY-NC-4.0",
)
