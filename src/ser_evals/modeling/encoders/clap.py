"""CLAP's audio half, see `ser_evals.modeling.remote.clap_ser`."""

from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._frames import around

FAMILIES = ("clap", "clap_audio_model")


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load the audio half of a CLAP checkpoint.

    Raises:
        SerEvalsError: if its preprocessor makes an input that the model does not take.
    """
    from transformers import ClapAudioModel, ClapFeatureExtractor

    model = load_model(ClapAudioModel, backbone, key_mapping={r"^audio_model\.": ""})
    bands, fused = model.config.num_mel_bins, model.config.enable_fusion
    own = load_extractor(backbone) or ClapFeatureExtractor(
        feature_size=bands, truncation="fusion" if fused else "rand_trunc"
    )
    found = own.feature_size, own.truncation == "fusion"
    if found != (bands, fused):
        raise SerEvalsError(
            f"{backbone.checkpoint}: its preprocessor makes {found[0]} bands "
            f"{'with' if found[1] else 'without'} fusion, not {bands} "
            f"{'with' if fused else 'without'} it"
        )
    front = {
        "sampling_rate": own.sampling_rate,
        "samples": own.nb_max_samples,
        "fft": own.fft_window_size,
        "hop": own.hop_length,
        "lowest": own.frequency_min,
        "highest": own.frequency_max,
        "padding": own.padding,
        "fused": fused,
    }
    return around(model, front, device)
