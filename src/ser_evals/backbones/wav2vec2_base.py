"""wav2vec 2.0 base (Baevski et al., NeurIPS 2020)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-base",
    checkpoint="facebook/wav2vec2-base",
    family="wav2vec2",
    year=2020,
    licence="Apache-2.0",
    pretraining=("librispeech",),
)
