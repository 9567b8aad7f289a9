"""From a configuration to the network it describes."""

from collections.abc import Callable
from typing import Any

from .frames_ser import FrameEncoder

RAW = ("wav2vec2", "hubert", "wavlm", "unispeech", "unispeech-sat", "data2vec-audio")
IMAGES = (
    *("alexnet", "vgg11", "vgg13", "vgg16", "vgg19"),
    *("resnet", "efficientnet", "convnext", "swin"),
)
SPECTROGRAMS = ("audio-spectrogram-transformer", "clap_audio_model", "wav2vec2-bert")
KINDS = (
    "whisper",
    *RAW,
    *SPECTROGRAMS,
    "cnn14",
    "ecapa",
    "crnn18",
    "crnn19",
    *IMAGES,
    "opensmile",
    "mfcc",
)


def build(config: dict[str, Any], context: str = "full") -> FrameEncoder:
    """Build a backbone, weights drawn at random.

    Args:
        config: "model_type", one of `KINDS`, and what the network of that type needs.
        context: Whisper's input, "full" or "clip".

    Raises:
        ValueError: for a type that is not known.
    """
    kind = config.get("model_type")
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise ValueError(f"backbone_config: unknown model_type {kind!r} (known: {known})")
    if kind == "whisper":
        from .whisper_ser import build as whisper

        return whisper(config, context)
    return _builder(kind)(config)


def _builder(kind: str) -> Callable[[dict[str, Any]], FrameEncoder]:
    # Imports are written out: that is how transformers finds the files to save with a model.
    if kind in RAW:
        from .raw_ser import build
    elif kind == "audio-spectrogram-transformer":
        from .ast_ser import build
    elif kind == "clap_audio_model":
        from .clap_ser import build
    elif kind == "wav2vec2-bert":
        from .wav2vec2_bert_ser import build
    elif kind in IMAGES:
        from .images_ser import build
    elif kind == "cnn14":
        from .cnn14_ser import build
    elif kind == "ecapa":
        from .ecapa_ser import build
    elif kind in ("crnn18", "crnn19"):
        from .crnn_ser import build
    elif kind == "opensmile":
        from .smile_ser import build
    else:
        from .mfcc_ser import build
    return build
