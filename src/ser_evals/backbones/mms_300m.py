"""MMS 300m, 1,406 languages (Pratap et al., JMLR 2024)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="mms-300m",
    checkpoint="facebook/mms-300m",
    revision="4ee317ce793c53dbc041fc4376c7558292dd38dc",
    family="wav2vec2",
    year=2023,
    licence="CC-BY-NC-4.0",
    pretraining=("mms-lab-u", "voxpopuli", "mls", "common-voice", "voxlingua107", "babel"),
)
