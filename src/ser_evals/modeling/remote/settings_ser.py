"""From what is saved of a checkpoint's configuration to that of transformers."""

from typing import Any


def settings_of(config: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Split a description.

    Args:
        config: of the checkpoint, "model_type" included, and under "input" what its preprocessor
            says.

    Returns:
        The configuration of transformers, and what is under "input".
    """
    from transformers import AutoConfig

    config = dict(config)
    front = config.pop("input", {})
    return AutoConfig.for_model(config.pop("model_type"), **config), front


def every_layer(config: dict[str, Any]) -> dict[str, Any]:
    """Return a configuration of wav2vec 2.0 or a relative whose layers all give their states."""
    # Dropped layers would be missing among the hidden states; an adapter comes after them.
    config = {**config, "add_adapter": False, "layerdrop": 0.0}
    if not config.get("apply_spec_augment"):
        # Masking belongs to pre-training, and short clips have too few frames for it. Without
        # it there is no weight for it either, which would be left without a gradient.
        config |= {"mask_time_prob": 0.0, "mask_feature_prob": 0.0}
    return config
