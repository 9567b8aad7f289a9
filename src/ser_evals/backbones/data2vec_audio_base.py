"""data2vec for audio, base, without fine-tuning (Baevski et al., ICML 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="data2vec-audio-base",
    checkpoint="facebook/data2vec-audio-base",
    family="data2vec-audio",
    year=2022,
    licence="Apache-2.0",
    pretraining=("librispeech",),
)
