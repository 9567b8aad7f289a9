"""MMS 1b, 1,406 languages (Pratap et al., JMLR 2024)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="mms-1b",
    checkpoint="facebook/mms-1b",
    revision="0d2f7adb9903d98894d70ae11f7fbdfc8cb71a69",
    family="wav2vec2",
    year=2023,
    licence="CC-BY-NC-4.0",
    pretraining=("mms-lab-u", "voxpopuli", "mls", "common-voice", "voxlingua107", "babel"),
)
