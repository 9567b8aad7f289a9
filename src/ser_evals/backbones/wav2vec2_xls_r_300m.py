"""XLS-R 300m, 128 languages (Babu et al., Interspeech 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-xls-r-300m",
    checkpoint="facebook/wav2vec2-xls-r-300m",
    aliases=("xls-r-300m",),
    revision="1a640f32ac3e39899438a2931f9924c02f080a54",
    family="wav2vec2",
    year=2021,
    licence="Apache-2.0",
    pretraining=("voxpopuli", "mls", "common-voice", "voxlingua107", "babel"),
)
