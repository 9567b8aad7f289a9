"""wav2vec 2.0 large, robust (Hsu et al., Interspeech 2021)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-large-robust",
    checkpoint="facebook/wav2vec2-large-robust",
    aliases=("w2v2-L-robust",),
    papers=("ser_evals_2024", "fifteen_years"),
    revision="b0f1fc09a26486a009ebd4afaddb69c4cd6f0882",
    family="wav2vec2",
    year=2021,
    licence="Apache-2.0",
    pretraining=("libri-light", "common-voice", "switchboard", "fisher"),
)
