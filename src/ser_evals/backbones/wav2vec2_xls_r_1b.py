"""XLS-R 1b, 128 languages (Babu et al., Interspeech 2022)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-xls-r-1b",
    checkpoint="facebook/wav2vec2-xls-r-1b",
    aliases=("xls-r-1b",),
    revision="35eaea9a0ed0f97592277d79208e40ab8917d1e3",
    family="wav2vec2",
    year=2021,
    licence="Apache-2.0",
    pretraining=("voxpopuli", "mls", "common-voice", "voxlingua107", "babel"),
)
