"""wav2vec 2.0 large on 100,000 h in 23 languages (Wang et al., ACL 2021)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="wav2vec2-large-100k-voxpopuli",
    checkpoint="facebook/wav2vec2-large-100k-voxpopuli",
    aliases=("w2v2-L-vox",),
    papers=("fifteen_years",),
    revision="356d3601347971f29d011cc18a99b2feff4eb376",
    family="wav2vec2",
    year=2021,
    licence="CC-BY-NC-4.0",
    pretraining=("voxpopuli",),
)
