"""From the benchmark's head to that of a model."""

import torch

from ser_evals.modeling.heads import FrameHeads


def state_of(head: FrameHeads) -> dict[str, torch.Tensor]:
    """Return the weights of the only head of a stack under the names of a `FrameHead`."""
    own = {name: getattr(head, name).detach().cpu()[0] for name in head.shapes}
    state = {
        "first.weight": own["w1"].T,
        "first.bias": own["b1"][0],
        "norm.weight": own["scale"][0],
        "norm.bias": own["shift"][0],
        "last.weight": own["w2"].T,
        "last.bias": own["b2"][0],
    }
    if "mix" in own:
        state["mix"] = own["mix"][0]
    if head.standardised:
        state |= {"mean": head.mean[0, 0].cpu(), "spread": head.spread[0, 0].cpu()}
    return {name: value.clone().contiguous() for name, value in state.items()}
