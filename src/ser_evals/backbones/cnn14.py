"""CNN14 of PANNs, 16 kHz (Kong et al., IEEE/ACM TASLP 2020)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="cnn14",
    checkpoint="cnn14",
    engine="network",
    aliases=("CNN14",),
    papers=("fifteen_years",),
    sampling_rate=16_000,
    url="https://zenodo.org/records/3987831/files/Cnn14_16k_mAP%3D0.438.pth?download=1",
    family="panns",
    year=2020,
    licence="CC-BY-4.0",
    pretraining=("audioset",),
)
