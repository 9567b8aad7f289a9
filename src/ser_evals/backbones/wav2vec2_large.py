"""wav2vec 2.0 large (Baevski et al., NeurIPS 2020)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-large",
    checkpoint="facebook/wav2vec2-large",
    aliases=("w2v2-L",),
    papers=("fifteen_years",),
    revision="312b2410566b698c7a649068d413b2067848bd75",
    family="wav2vec2",
    year=2020,
    licence="Apache-2.0",
    pretraining=("librispeech",),
)
