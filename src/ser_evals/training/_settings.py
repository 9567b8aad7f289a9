"""What is trained, and on which schedule."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from ser_evals.modeling.heads import HIDDEN


@dataclass(frozen=True, kw_only=True)
class HeadSettings:
    """How a head is trained; the values of a protocol live in the protocol.

    Args:
        lr: highest learning rate of the one-cycle schedule.
        epochs: passes over the training utterances.
        min_steps: more passes are made until this many steps are done.
        batch_size: utterances per step.
        weight_decay: of AdamW, on every parameter.
        label_smoothing: of the cross-entropy.
        dropout: probability.
        warmup: share of the steps in which the learning rate rises.
        max_grad_norm: per head.
        hidden: width of the hidden layer.
    """

    lr: float
    epochs: int
    min_steps: int = 0
    batch_size: int = 32
    weight_decay: float = 0.1
    label_smoothing: float = 0.1
    dropout: float = 0.1
    warmup: float = 0.1
    max_grad_norm: float = 0.5
    hidden: int = HIDDEN

    def steps(self, utterances: int) -> tuple[int, int]:
        """Return (steps per epoch, steps in all) for a number of training utterances.

        Example:
            >>> HeadSettings(lr=1e-3, epochs=30).steps(100)
            (4, 120)
        """
        per_epoch = -(-utterances // self.batch_size)
        return per_epoch, per_epoch * max(self.epochs, -(-self.min_steps // per_epoch))


@dataclass(frozen=True)
class HeadTask:
    """One head to train.

    Args:
        train: indices of the training utterances.
        seed: of initial weights, order of utterances and dropout.
    """

    train: np.ndarray
    seed: int


@lru_cache(maxsize=256)
def one_cycle(steps: int, lr: float, warmup: float) -> np.ndarray:
    """Return (learning rate, first beta) for every step, as torch's OneCycleLR sets them.

    Returns:
        float64 array of shape (steps, 2).
    """
    optimiser = torch.optim.AdamW([torch.zeros(1)], lr=lr)
    if steps < 2:
        return np.array([[lr, optimiser.defaults["betas"][0]]])
    if warmup * steps == 1:
        warmup = np.nextafter(warmup, 0)  # torch divides by zero where one step is all the warm-up
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=lr, total_steps=steps, pct_start=warmup
    )
    rows = []
    for step in range(steps):
        group = optimiser.param_groups[0]
        rows.append((group["lr"], group["betas"][0]))
        if step + 1 < steps:
            optimiser.step()
            cycle.step()
    return np.array(rows)
