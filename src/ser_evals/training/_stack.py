"""Heads trained side by side."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch.nn import functional

from ser_evals.features import Frames
from ser_evals.modeling.heads import FrameHeads
from ser_evals.paths import write_atomically
from ser_evals.training._batches import dropout_mask, order, pack
from ser_evals.training._settings import HeadSettings, HeadTask, one_cycle

CHECKPOINT_SECONDS = 15.0
IGNORED = -100


class Stack:
    """A stack of heads, every one with its own batches, schedule, dropout and gradient norm.

    Args:
        frames: of all utterances that any task names.
        targets: class index of each utterance.
        tasks: the heads.
        settings: shared by all of them.
        n_classes: number of classes.
        standardise: z-score the input with statistics of each head's own training utterances.
        device: where to train.
    """

    def __init__(
        self,
        frames: Frames,
        targets: np.ndarray,
        tasks: Sequence[HeadTask],
        settings: HeadSettings,
        *,
        n_classes: int,
        standardise: bool,
        device: str | torch.device,
    ) -> None:
        self.frames, self.tasks, self.settings = frames, tasks, settings
        self.targets = torch.from_numpy(np.asarray(targets, dtype=np.int64))
        self.heads = FrameHeads(
            len(tasks),
            layers=frames.layers,
            dim=frames.dim,
            n_classes=n_classes,
            hidden=settings.hidden,
            device=device,
        )
        self.heads.initialise([task.seed for task in tasks])
        if standardise:
            statistics = [frames.statistics(task.train) for task in tasks]
            self.heads.standardise(*(torch.stack(s) for s in zip(*statistics, strict=True)))
        self.first = torch.zeros_like(self.heads.flat)
        self.second = torch.zeros_like(self.heads.flat)
        self.rows = [torch.nn.Parameter(row) for row in self.heads.flat]
        # One parameter group per head: each has its own learning rate and momentum.
        groups = [{"params": [row]} for row in self.rows]
        decay = settings.weight_decay
        self.optimiser = torch.optim.AdamW(groups, settings.lr, weight_decay=decay, fused=True)
        self.plans = [settings.steps(len(task.train)) for task in tasks]
        # One shape for every batch: how many rows a neighbour has must not change rounding.
        self.clips = settings.batch_size if len(np.unique(frames.lengths)) == 1 else 0

    def train(self, path: Path | None, on_step: Callable[[int], None]) -> FrameHeads:
        """Train to the end, from a checkpoint where there is one.

        Args:
            path: checkpoint file, written every few seconds and at the end.
            on_step: called with the number of head-steps just done.
        """
        totals = [total for _, total in self.plans]
        done = self._resume(path)
        self._remember(done)
        on_step(sum(min(done, total) for total in totals))
        saved = time.monotonic()
        for step in range(done, max(totals)):
            active = [step < total for total in totals]
            self._step(step, active)
            on_step(sum(active))
            last = step + 1 == max(totals)
            if path and (last or time.monotonic() - saved > CHECKPOINT_SECONDS):
                self._save(path, step + 1)
                saved = time.monotonic()
        return self.heads.eval()

    def _step(self, step: int, active: list[bool]) -> None:
        device = self.heads.flat.device
        chosen = [self._members(h, step if on else 0) for h, on in enumerate(active)]
        frames, average = pack(self.frames, chosen, device, clips=self.clips)
        shape, p = (frames.shape[1], self.settings.hidden), self.settings.dropout
        masks = [dropout_mask(task.seed, step, shape, p) for task in self.tasks]
        logits = self.heads(frames, average, torch.stack(masks).to(device))
        targets = torch.full(logits.shape[:2], IGNORED)
        for head, indices in enumerate(chosen):
            targets[head, : len(indices)] = self.targets[indices]
        losses = functional.cross_entropy(
            logits.flatten(0, 1),
            targets.flatten().to(device),
            label_smoothing=self.settings.label_smoothing,
            reduction="none",
        )
        sizes = torch.tensor([len(indices) for indices in chosen], device=device)
        self.heads.grad.zero_()
        (losses.view(len(chosen), -1).sum(1) / sizes).sum().backward()
        self._update(step, active)

    def _members(self, head: int, step: int) -> np.ndarray:
        task, size = self.tasks[head], self.settings.batch_size
        epoch, place = divmod(step, self.plans[head][0])
        shuffled = order(task.seed, epoch, len(task.train))
        return task.train[shuffled[place * size : (place + 1) * size]]

    @torch.no_grad()
    def _update(self, step: int, active: list[bool]) -> None:
        grad, rate = self.heads.grad, self.settings.lr
        norm = grad.norm(dim=1, keepdim=True)
        grad.mul_((self.settings.max_grad_norm / (norm + 1e-6)).clamp(max=1.0))
        for head, (on, group) in enumerate(zip(active, self.optimiser.param_groups, strict=True)):
            self.rows[head].grad = grad[head] if on else None
            if on:
                cycle = one_cycle(self.plans[head][1], rate, self.settings.warmup)
                group["lr"], beta = cycle[step].tolist()
                group["betas"] = (beta, group["betas"][1])
        self.optimiser.step()

    def _remember(self, step: int) -> None:
        """Let the optimiser keep its moments in our buffers, where checkpoints find them."""
        for head, row in enumerate(self.rows):
            self.optimiser.state[row] = {
                "step": torch.tensor(float(step), device=row.device),
                "exp_avg": self.first[head],
                "exp_avg_sq": self.second[head],
            }

    def _save(self, path: Path, step: int) -> None:
        state = {"flat": self.heads.flat, "first": self.first, "second": self.second}
        tensors = {name: tensor.cpu() for name, tensor in state.items()}
        write_atomically(path, save(tensors, metadata={"step": str(step)}))

    @torch.no_grad()
    def _resume(self, path: Path | None) -> int:
        if path is None or not path.is_file():
            return 0
        own = {"flat": self.heads.flat, "first": self.first, "second": self.second}
        try:
            with safe_open(path, "pt") as file:
                state = {name: file.get_tensor(name) for name in own}
                step = int(file.metadata()["step"])
        except (SafetensorError, KeyError, TypeError, ValueError, OSError):
            return 0
        if any(state[name].shape != tensor.shape for name, tensor in own.items()):
            return 0
        for name, tensor in own.items():
            tensor.copy_(state[name])
        return step
