"""Whisper large-v3-turbo: the encoder of large-v3, fine-tuned with a smaller decoder."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="whisper-large-v3-turbo",
    checkpoint="openai/whisper-large-v3-turbo",
    revision="41f01f3fe87f28c78e2fbf8b568835947dd65ed9",
    family="whisper",
    year=2024,
    licence="MIT",
)
