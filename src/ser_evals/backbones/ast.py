"""Audio Spectrogram Transformer (Gong et al., Interspeech 2021)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="ast",
    checkpoint="MIT/ast-finetuned-audioset-10-10-0.4593",
    aliases=("AST",),
    papers=("fifteen_years",),
    revision="f826b80d28226b62986cc218e5cec390b1096902",
    family="ast",
    year=2021,
    licence="BSD-3-Clause",
    pretraining=("imagenet-1k", "audioset"),
)
