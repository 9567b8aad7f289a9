"""Matrix products in bfloat16, everything between them in float32."""

from typing import Any

import torch
from torch import nn

PRECISIONS = {
    "float32": "exact",
    "bfloat16": "matrix products in bfloat16: faster on processors made for it, hardly different",
}


class HalfProduct(nn.Module):
    """A layer that multiplies in bfloat16 and answers in the type of its input.

    Args:
        layer: a linear layer or a convolution.
    """

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer.to(torch.bfloat16)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Apply the layer to any input that it takes."""
        return self.layer(values.to(torch.bfloat16)).to(values.dtype)


class FrameProduct(nn.Module):
    """A convolution without padding, as one matrix product of all its windows.

    On a CPU that is several times faster in bfloat16.

    Args:
        conv: a convolution over time.
    """

    def __init__(self, conv: nn.Conv1d) -> None:
        super().__init__()
        (self.kernel,), (self.stride,) = conv.kernel_size, conv.stride
        # Samples stay in float32: they need more than eight bits.
        self.kind = torch.float32 if conv.in_channels == 1 else torch.bfloat16
        bias = None if conv.bias is None else conv.bias.to(self.kind)
        self.register_buffer("weight", conv.weight.permute(0, 2, 1).flatten(1).to(self.kind))
        self.register_buffer("bias", bias)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Convolve (clips, channels, frames)."""
        if values.shape[1] == 1:
            windows = values[:, 0].unfold(1, self.kernel, self.stride)
            # Channels first in memory, because the norm that follows goes along time.
            product = torch.bmm(self.weight.expand(len(windows), -1, -1), windows.transpose(1, 2))
            return product if self.bias is None else product + self.bias[:, None]
        # In two steps: a turn and a change of type at once are slow.
        rows = values.to(self.kind).transpose(1, 2).contiguous()
        windows = rows.unfold(1, self.kernel, self.stride).transpose(2, 3).flatten(2)
        product = nn.functional.linear(windows, self.weight, self.bias)
        return product.transpose(1, 2).to(values.dtype)


def halve(network: Any) -> None:
    """Replace a network's linear layers, and the convolutions of encoders on raw audio.

    Args:
        network: a transformers model in float32, changed in place.
    """
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Linear):
                setattr(parent, name, HalfProduct(child))
    for layer in getattr(getattr(network, "feature_extractor", None), "conv_layers", ()):
        layer.conv = FrameProduct(layer.conv)
    positions = getattr(getattr(network, "encoder", None), "pos_conv_embed", nn.Identity())
    for parent in list(positions.modules()):
        if isinstance(getattr(parent, "conv", None), nn.Conv1d):
            parent.conv = HalfProduct(parent.conv)
