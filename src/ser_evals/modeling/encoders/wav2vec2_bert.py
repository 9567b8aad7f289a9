"""w2v-BERT 2.0, see `ser_evals.modeling.remote.wav2vec2_bert_ser`."""

from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._checkpoint import load_extractor, load_model
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._frames import around

FAMILIES = ("wav2vec2-bert",)


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load a checkpoint.

    Raises:
        SerEvalsError: for rotary positions, which transformers caches in a way that threads spoil.
    """
    from transformers import SeamlessM4TFeatureExtractor, Wav2Vec2BertModel

    if config.position_embeddings_type == "rotary":
        raise SerEvalsError(f"{backbone.checkpoint}: rotary positions are not supported")
    # Without what comes after the encoder, and what only pre-training uses.
    config.add_adapter = config.use_intermediate_ffn_before_adapter = False
    config.apply_spec_augment = False
    config.layerdrop = config.mask_time_prob = config.mask_feature_prob = 0.0
    model = load_model(Wav2Vec2BertModel, backbone, config=config)
    own = load_extractor(backbone) or SeamlessM4TFeatureExtractor()
    front = {"sampling_rate": own.sampling_rate, "bands": own.num_mel_bins, "stride": own.stride}
    return around(model, front, device)
