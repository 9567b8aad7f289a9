"""HuBERT base (Hsu et al., IEEE/ACM TASLP 2021)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="hubert-base",
    checkpoint="facebook/hubert-base-ls960",
    aliases=("hubert-b",),
    papers=("fifteen_years",),
    revision="dba3bb02fda4248b6e082697eee756de8fe8aa8a",
    family="hubert",
    year=2021,
    licence="Apache-2.0",
    pretraining=("librispeech",),
)
