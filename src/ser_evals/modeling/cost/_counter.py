"""Multiply-adds of a network that has no weights, on the meta device."""

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

SECONDS = 10
RATE = 16_000
HOPS = 100
"""Frames per second of every filter bank here."""


class Pass(NamedTuple):
    """One clip through a network.

    Attributes:
        network: on the meta device, in evaluation mode.
        run: the pass.
        seconds: of audio that it is about.
    """

    network: nn.Module
    run: Callable[[], Any]
    seconds: float


class _Lengths(TorchDispatchMode):
    """Answer how long the clip is: tensors on the meta device have no values to ask for."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is torch.ops.aten._local_scalar_dense.default and args[0].is_meta:
            return SECONDS * RATE
        return func(*args, **(kwargs or {}))


@torch.no_grad()
def multiply_adds(run: Callable[[], Any]) -> int:
    """Count the multiply-adds of convolutions, matrix products and attention.

    Two floating-point operations each; biases, norms, activations and FFTs are not counted.

    Args:
        run: a pass through a network on the meta device; where the network asks for the samples
            of its clip, they are those of `SECONDS`.
    """
    with FlopCounterMode(display=False) as counter, _Lengths():
        run()
    return counter.get_total_flops() // 2
