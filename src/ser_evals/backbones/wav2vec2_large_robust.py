"""wav2vec 2.0 large, robust (Hsu et al., Interspeech 2021)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-large-robust",
    checkpoint="facebook/wav2vec2-large-robust",
    family="wav2vec2",
    year=2021,
    licence="Apache-2.0",
    pretraining=("libri-light", "common-voice", "switchboard", "fisher"),
)
