"""Published weights, every name and shape accounted for."""

import os
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn


def load_published(
    network: nn.Module,
    source: str | os.PathLike | Mapping[str, Any],
    *,
    title: str,
    spare: tuple[str, ...] = (),
) -> None:
    """Load weights into a network that has the published names and shapes.

    Args:
        network: what they are loaded into.
        source: path of the file, or what it holds; {"model": weights, ...} is unwrapped.
        title: of the network, for messages.
        spare: names that are passed over where the network has none of them.

    Raises:
        ValueError: if a name is missing or left over, or a shape differs.
    """
    weights = source
    if not isinstance(source, Mapping):
        weights = torch.load(source, map_location="cpu", weights_only=True)
    weights, own = weights.get("model", weights), network.state_dict()
    weights = {k: v for k, v in weights.items() if k in own or k not in spare}
    wrong = sorted(
        name
        for name in own.keys() | weights.keys()
        if getattr(own.get(name), "shape", None) != getattr(weights.get(name), "shape", 0)
    )
    if wrong:
        raise ValueError(
            f"not the weights of this {title}: {len(wrong)} names or shapes differ, "
            f"such as {', '.join(map(str, wrong[:3]))}"
        )
    network.load_state_dict(weights)
