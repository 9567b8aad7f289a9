"""Whisper fine-tuned on 16 emotion corpora, 375 h (Osman et al., arXiv 2311.08607).

The corpora are not listed here: contamination of this backbone is not reported.
"""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="emotion-whisper",
    checkpoint="spaghettiSystems/emotion_whisper",
    papers=("ser_evals_2024",),
    url="https://github.com/spaghettiSystems/emotion_whisper/releases",
    family="whisper",
    year=2023,
    licence="none stated",
)
