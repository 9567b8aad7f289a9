"""HuBERT large (Hsu et al., IEEE/ACM TASLP 2021)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="hubert-large-ll60k",
    checkpoint="facebook/hubert-large-ll60k",
    family="hubert",
    year=2021,
    licence="Apache-2.0",
    pretraining=("libri-light",),
)
