"""data2vec for audio, large, without fine-tuning (Baevski et al., ICML 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="data2vec-audio-large",
    checkpoint="facebook/data2vec-audio-large",
    revision="8aebfda61f5749e532f5577d176072ea38a6b349",
    family="data2vec-audio",
    year=2022,
    licence="Apache-2.0",
    pretraining=("libri-light",),
)
