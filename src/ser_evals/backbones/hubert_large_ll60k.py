"""HuBERT large (Hsu et al., IEEE/ACM TASLP 2021)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="hubert-large-ll60k",
    checkpoint="facebook/hubert-large-ll60k",
    aliases=("hubert-L",),
    papers=("ser_evals_2024", "fifteen_years"),
    revision="ff022d095678a2995f3c49bab18a96a9e553f782",
    family="hubert",
    year=2021,
    licence="Apache-2.0",
    pretraining=("libri-light",),
)
