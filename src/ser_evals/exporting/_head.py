"""The head that is trained on everybody."""

from dataclasses import dataclass

import numpy as np
import torch

from ser_evals.exporting._run import Source
from ser_evals.exporting._weights import state_of
from ser_evals.features import FrameCache, FrameOptions, extract
from ser_evals.paths import cache_dir
from ser_evals.progress import progress
from ser_evals.training import HeadSettings, HeadTask, train_heads


@dataclass(frozen=True)
class Final:
    """A trained head.

    Args:
        state: weights of a `FrameHead` by name.
        prior: share of each class in training.
        seed: what it was trained with.
        utterances: number trained on.
    """

    state: dict[str, torch.Tensor]
    prior: list[float]
    seed: int
    utterances: int


def final_head(source: Source, seed: int) -> Final:
    """Encode what the cache does not hold yet, and train one head on all of it."""
    config, encoder = source.config, source.encoder
    options = FrameOptions(**config["frames"])
    rows = [row for data in source.corpora.values() for row in data.rows]
    cache = FrameCache(cache_dir(), source.backbone.name, config["revision"], options)
    extract(rows, encoder, cache, options, batch_size=1 if source.device == "cpu" else 16)
    frames = cache.frames([row["digest"] for row in rows])
    if (layer := config["layer"]) != "weighted":
        frames = frames.only_layer(-1 if layer == "last" else int(layer))
    targets = np.array([source.classes.index(row["emotion"]) for row in rows])
    settings = HeadSettings(**config["head"])
    with progress("train the head", settings.steps(len(rows))[1], "steps") as advance:
        (head,) = train_heads(
            frames,
            targets,
            [HeadTask(np.arange(len(rows)), seed)],
            settings,
            n_classes=len(source.classes),
            standardise=encoder.standardise,
            device=source.device,
            on_step=advance,
        )
    counts = np.bincount(targets, minlength=len(source.classes))
    return Final(state_of(head), (counts / len(rows)).tolist(), seed, len(rows))
