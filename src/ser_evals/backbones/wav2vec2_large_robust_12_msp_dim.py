"""wav2vec 2.0 large robust, 12 layers, tuned to dimensions (Wagner et al., IEEE TPAMI 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-large-robust-12-msp-dim",
    checkpoint="audeering/wav2vec2-large-robust-12-ft-emotion-msp-dim",
    aliases=("w2v2-L-12-avd",),
    papers=("fifteen_years",),
    revision="6eba34a2485ea31cb03600241787c3a5edab8626",
    family="wav2vec2",
    year=2022,
    licence="CC-BY-NC-SA-4.0",
    pretraining=("libri-light", "common-voice", "switchboard", "fisher", "msp_podcast"),
)
