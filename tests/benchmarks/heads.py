"""Heads trained together against heads trained one by one: `python tests/benchmarks/heads.py`

Both train the same number of heads of the same shape on the same random frames. One by one means
a plain loop per head: padded batches, torch modules, autograd, AdamW. Printed is the time per
head as a ratio, the median of paired repetitions; below .70 (frames) and .40 (one vector per
clip) was asked for.
"""

import argparse
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from ser_evals.features import Frames
from ser_evals.training import HeadSettings, HeadTask, train_heads

UTTERANCES, DIM, CLASSES, SECONDS = 535, 384, 7, 2.8


class PlainHead(nn.Module):
    """The head as one would write it for a single training."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.mix = nn.Parameter(torch.zeros(layers))
        self.body = nn.Sequential(
            nn.Linear(DIM, 512), nn.LayerNorm(512), nn.GELU(), nn.Dropout(0.1), nn.Linear(512, 8)
        )

    def forward(self, frames: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Average frame logits over the frames that the mask keeps."""
        logits = self.body(torch.einsum("btld,l->btd", frames, self.mix.softmax(0)))
        return (logits * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


def plain(frames: Frames, targets: torch.Tensor, task: HeadTask, settings: HeadSettings) -> None:
    """Train one head in a plain loop."""
    head = PlainHead(frames.layers)
    optimiser = torch.optim.AdamW(head.parameters(), settings.lr, weight_decay=0.1)
    _, total = settings.steps(len(task.train))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.lr, total_steps=total)
    generator = np.random.default_rng(task.seed)
    for _ in range(settings.epochs):
        order = generator.permutation(task.train)
        for start in range(0, len(order), settings.batch_size):
            batch = order[start : start + settings.batch_size]
            longest = int(frames.lengths[batch].max())
            x = torch.zeros(len(batch), longest, frames.layers, DIM)
            mask = torch.zeros(len(batch), longest)
            for row, index in enumerate(batch):
                length = int(frames.lengths[index])
                x[row, :length], mask[row, :length] = frames.clips[index].float(), 1
            loss = functional.cross_entropy(head(x, mask), targets[batch], label_smoothing=0.1)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 0.5)
            optimiser.step()
            schedule.step()


def main() -> None:
    """Print the ratio for several frame rates and numbers of layers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heads", type=int, default=30)
    parser.add_argument("--plain-heads", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    settings = HeadSettings(lr=1e-3, epochs=options.epochs)
    generator = np.random.default_rng(0)
    targets = generator.integers(0, CLASSES, UTTERANCES)
    folds = [np.flatnonzero(np.arange(UTTERANCES) % 5 != k) for k in range(5)]
    tasks = [HeadTask(folds[h % 5], h // 5) for h in range(options.heads)]
    print("frames/s  layers  together / one by one  (ms per head together)")
    for rate, layers in ((5, 1), (5, 5), (0, 1), (0, 5)):
        lengths = np.maximum(1, generator.gamma(7, SECONDS / 7, UTTERANCES) * rate).astype(int)
        frames = Frames([torch.randn(n, layers, DIM).half() for n in lengths])
        ratios, took = [], []
        for _ in range(options.repeat):
            start = time.perf_counter()
            train_heads(frames, targets, tasks, settings, n_classes=8)
            together = (time.perf_counter() - start) / len(tasks)
            start = time.perf_counter()
            for task in tasks[: options.plain_heads]:
                plain(frames, torch.from_numpy(targets), task, settings)
            ratios.append(together / ((time.perf_counter() - start) / options.plain_heads))
            took.append(1000 * together)
        row = f"{np.median(ratios):10.2f}             {np.median(took):10.0f}"
        print(f"{rate:8d}  {layers:6d}  {row}", flush=True)


if __name__ == "__main__":
    main()
