"""Heads trained side by side."""

import time
import warnings
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
        self.plans = [settings.steps(len(task.train)) for task in tasks]

    def train(self, path: Path | None, on_step: Callable[[int], None]) -> FrameHeads:
        """Train to the end, from a checkpoint where there is one.

        Args:
            path: checkpoint file, written every few seconds and at the end.
            on_step: called with the number of head-steps just done.
        """
        totals = [total for _, total in self.plans]
        done = self._resume(path)
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
        frames, average = pack(self.frames, chosen, device)
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
        with warnings.catch_warnings():
            # Gradients are views of one buffer on purpose: the update needs them side by side.
            warnings.filterwarnings("ignore", message="grad and param do not obey")
            (losses.view(len(chosen), -1).sum(1) / sizes).sum().backward()
        self._update(step, active)

    def _members(self, head: int, step: int) -> np.ndarray:
        task, size = self.tasks[head], self.settings.batch_size
        epoch, place = divmod(step, self.plans[head][0])
        shuffled = order(task.seed, epoch, len(task.train))
        return task.train[shuffled[place * size : (place + 1) * size]]

    @torch.no_grad()
    def _update(self, step: int, active: list[bool]) -> None:
        """AdamW (Loshchilov & Hutter, ICLR 2019); a finished head has learning rate 0."""
        cycle, warmup = self.settings.lr, self.settings.warmup
        rates = [
            tuple(one_cycle(total, cycle, warmup)[step]) if on else (0.0, 0.0)
            for on, (_, total) in zip(active, self.plans, strict=True)
        ]
        lr, beta = torch.tensor(rates, dtype=torch.float32, device=self.first.device).T[..., None]
        flat, grad, first, second = self.heads.flat, self.heads.grad, self.first, self.second
        norm = grad.norm(dim=1, keepdim=True)
        grad.mul_((self.settings.max_grad_norm / (norm + 1e-6)).clamp(max=1.0))
        flat.mul_(1 - lr * self.settings.weight_decay)
        first.lerp_(grad, 1 - beta)
        second.mul_(0.999).addcmul_(grad, grad, value=0.001)
        scale = (second / (1 - 0.999 ** (step + 1))).sqrt_().add_(1e-8)
        flat.sub_((first / scale).mul_(lr / (1 - beta ** (step + 1))))

    def _save(self, path: Path, step: int) -> None:
        state = {"flat": self.heads.flat, "first": self.first, "second": self.second}
        tensors = {name: tensor.cpu() for name, tensor in state.items()}
        write_atomically(path, save(tensors, metadata={"step": str(step)}))

    @torch.no_grad()
    def _resume(self, path: Path | None) -> int:
        if path is None or not path.is_file():
            return 0
        try:
            with safe_open(path, "pt") as file:
                state = {name: file.get_tensor(name) for name in file.keys()}
                step = int(file.metadata()["step"])
            self.heads.flat.copy_(state["flat"])
            self.first.copy_(state["first"])
            self.second.copy_(state["second"])
        except (SafetensorError, KeyError, RuntimeError, OSError):
            return 0
        return step
