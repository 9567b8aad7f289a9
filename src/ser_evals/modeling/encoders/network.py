"""Networks written in this package, with published weights or the user's own."""

from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._checkpoint import NETWORKS
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.encoders._frames import NetworkFrames, built
from ser_evals.modeling.encoders._published import network_of, read_weights, weights_of

FAMILIES = ("network", *NETWORKS)
OPTIONS = ("width", "hidden", "channels", "dim", "depth", "dropout", "input")


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Build a network and load its weights, every one accounted for.

    Args:
        backbone: its record.
        config: what config.json says, if the checkpoint is a folder that has one; else None.
        context: of no meaning here.
        device: where to run it.

    Raises:
        SerEvalsError: if there are no weights, or they do not fit.
    """
    facts = {} if config is None else vars(config)
    kind = network_of(backbone) if config is None else config.model_type
    path = weights_of(backbone, kind)
    described = {"model_type": kind} | {k: facts[k] for k in OPTIONS if k in facts}
    if kind == "cnn14":
        described["classes"] = 0  # its probabilities of 527 sounds are not read
    network, weights = built(backbone.checkpoint, described), read_weights(path)
    try:
        if hasattr(network, "load_published"):
            network.load_published(weights)
        else:
            network.load_state_dict(weights)
    except (ValueError, RuntimeError, AttributeError) as error:
        raise SerEvalsError(f"{path}: {' '.join(str(error).split())[:300]}") from error
    return NetworkFrames(network, described, device)
