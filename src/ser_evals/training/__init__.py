"""Heads on cached frames: many at once, each as if it were alone."""

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from ser_evals.features import Frames
from ser_evals.modeling.heads import FrameHeads
from ser_evals.modeling.threads import one_thread_each, side_by_side
from ser_evals.training._batches import pack
from ser_evals.training._settings import HeadSettings, HeadTask
from ser_evals.training._stack import Stack

__all__ = ["TRAINING", "HeadSettings", "HeadTask", "predict", "train_heads"]

CPU_STACK_FRAMES = 512
GPU_STACK_BYTES = 4 << 30
TRAINING = 1
"""Changes when, and only when, the same frames and settings give other numbers."""


def train_heads(
    frames: Frames,
    targets: np.ndarray,
    tasks: Sequence[HeadTask],
    settings: HeadSettings,
    *,
    n_classes: int,
    standardise: bool = False,
    device: str | torch.device = "cpu",
    checkpoints: Path | None = None,
    on_step: Callable[[int], None] = lambda _: None,
) -> list[FrameHeads]:
    """Train heads in stacks; a head's result does not depend on what it is stacked with.

    Args:
        frames: of all utterances that any task names.
        targets: class index of each utterance.
        tasks: the heads.
        settings: shared by all of them.
        n_classes: number of classes.
        standardise: z-score the input with statistics of each head's own training utterances.
        device: where to train.
        checkpoints: folder for what is done so far; training goes on from there after a crash.
        on_step: called with the number of head-steps just done.

    Returns:
        Stacks of heads; their rows, in order, answer `tasks`.
    """
    on_cpu = torch.device(device).type == "cpu"

    def train(start: int, check: Callable[[], None]) -> list[FrameHeads]:
        def advance(steps: int) -> None:
            check()
            on_step(steps)

        chosen = tasks[start : start + size]
        # MKL sums the products of a batch of one in another order: such a head gets a twin.
        twin = size > len(chosen) == 1 and on_cpu
        stack = Stack(
            frames,
            targets,
            [*chosen, *chosen] if twin else chosen,
            settings,
            n_classes=n_classes,
            standardise=standardise,
            device=device,
        )
        path = checkpoints / f"heads-{start:05d}.safetensors" if checkpoints else None
        if twin:
            return stack.train(path, lambda steps: advance(steps // 2)).split()[:1]
        return [stack.train(path, advance)]

    with one_thread_each() as cores, warnings.catch_warnings():
        # Gradients are views of one buffer on purpose: the update needs them side by side.
        warnings.filterwarnings("ignore", message="grad and param do not obey")
        size = stack_size(frames, settings, torch.device(device))
        size = max(min(size, -(-len(tasks) // cores)), min(size, 2))
        starts = range(0, len(tasks), size)
        stacks = side_by_side(train, starts, cores=cores if on_cpu else 1)
    return [stack for part in stacks for stack in part]


def stack_size(frames: Frames, settings: HeadSettings, device: torch.device) -> int:
    """Return how many heads to compute at once.

    On a CPU wide stacks pay for short batches only: beyond some hundred frames a single head
    fills the arithmetic units, and more of them only leave its working set outside the cache.
    Batches of unequal length are not padded there, so that results stay the same to the bit.
    """
    per_head = settings.batch_size * float(frames.lengths.mean())
    if device.type == "cpu":
        equal = frames.lengths.min() == frames.lengths.max()
        return max(1, int(CPU_STACK_FRAMES / per_head)) if equal else 1
    values = per_head * (frames.layers * frames.dim + 6 * settings.hidden)
    return max(1, int(GPU_STACK_BYTES / (4 * values)))


def predict(
    stacks: Sequence[FrameHeads], frames: Frames, wanted: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """Apply heads to utterances.

    Args:
        stacks: what `train_heads` returned.
        frames: of all utterances.
        wanted: for every head the indices of the utterances it answers.

    Returns:
        For every head, float32 logits of shape (utterances, classes).
    """
    heads = [head for stack in stacks for head in stack.split()]

    def answer(job: tuple[FrameHeads, np.ndarray], check: Callable[[], None]) -> np.ndarray:
        head, indices = job
        # One clip at a time: its logits must not depend on which others are asked for.
        logits = [torch.empty(0, head.n_classes)]
        with torch.inference_mode():
            for index in indices:
                check()
                logits.append(head(*pack(frames, [np.array([index])], head.flat.device))[0].cpu())
        return torch.cat(logits).numpy()

    with one_thread_each() as cores:
        jobs = list(zip(heads, wanted, strict=True))
        on_cpu = all(head.flat.device.type == "cpu" for head in heads)
        return side_by_side(answer, jobs, cores=cores if on_cpu else 1)
