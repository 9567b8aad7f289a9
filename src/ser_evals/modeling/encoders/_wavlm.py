"""WavLM's gated relative attention, computed as attention of today is."""

from types import MethodType
from typing import Any

import torch
from torch import nn


def _attend(
    self: Any, hidden: torch.Tensor, mask: torch.Tensor | None, bias: torch.Tensor
) -> tuple[torch.Tensor, None]:
    """Attend with an additive bias.

    Args:
        self: the attention module.
        hidden: (clips, frames, dim).
        mask: (clips, frames), true where a frame is a clip's own; None: everywhere.
        bias: (clips * heads, frames, frames).

    Returns:
        (clips, frames, dim), and no weights: nobody looks at them.
    """
    clips, frames, _ = hidden.shape
    query, key, value = (
        projection(hidden).view(clips, frames, self.num_heads, self.head_dim).transpose(1, 2)
        for projection in (self.q_proj, self.k_proj, self.v_proj)
    )
    bias = bias.view(clips, self.num_heads, frames, frames)
    if mask is not None:
        bias = bias.masked_fill(~mask.bool()[:, None, None], -torch.inf)
    seen = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
    return self.out_proj(seen.transpose(1, 2).flatten(2)), None


def attend_directly(model: nn.Module) -> None:
    """Spare a WavLM model the mean of all attention weights, which is computed for nothing.

    Its linear layers are then called like any others, so that they can be replaced.

    Args:
        model: any model; others than WavLM are left as they are.
    """
    for module in model.modules():
        if hasattr(module, "torch_multi_head_self_attention"):
            module.torch_multi_head_self_attention = MethodType(_attend, module)
