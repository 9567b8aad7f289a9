"""wav2vec 2.0 base (Baevski et al., NeurIPS 2020)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-base",
    checkpoint="facebook/wav2vec2-base",
    aliases=("w2v2-b",),
    papers=("fifteen_years",),
    revision="0b5b8e868dd84f03fd87d01f9c4ff0f080fecfe8",
    family="wav2vec2",
    year=2020,
    licence="Apache-2.0",
    pretraining=("librispeech",),
)
