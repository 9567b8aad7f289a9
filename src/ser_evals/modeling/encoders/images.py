"""Networks for images on log-mel spectrograms, with the weights of transformers' checkpoints.

As in Triantafyllopoulos et al. 2025; see `ser_evals.modeling.remote.images_ser`.
"""

from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._checkpoint import load_model
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._frames import LEFT_OUT, NetworkFrames, built
from ser_evals.modeling.remote.image_nets_ser import check

FAMILIES = ("resnet", "efficientnet", "convnext", "swin")
OF_IMAGES = (*LEFT_OUT, "stage_names", "out_features", "out_indices")
"""What a checkpoint's configuration says beyond the network."""


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Load a classifier of images without its last layer; its preprocessor is not used."""
    from transformers import AutoModel

    facts = {k: v for k, v in config.to_diff_dict().items() if k not in OF_IMAGES}
    described = facts | {"model_type": config.model_type}
    weights = load_model(AutoModel, backbone, config=config).state_dict()
    network = built(backbone.checkpoint, described)
    try:
        check(network.net.state_dict(), weights, config.model_type)
    except ValueError as error:
        raise SerEvalsError(f"{backbone.checkpoint}: {error}") from error
    network.net.load_state_dict(weights)
    return NetworkFrames(network, described, device)
