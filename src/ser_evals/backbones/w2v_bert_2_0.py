"""w2v-BERT 2.0: 4.5 million hours, 143 languages (Seamless Communication, 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="w2v-bert-2.0",
    checkpoint="facebook/w2v-bert-2.0",
    papers=("ser_evals_2024",),
    revision="da985ba0987f70aaeb84a80f2851cfac8c697a7b",
    family="wav2vec2-bert",
    year=2023,
    licence="MIT",
)
