"""Choose the default protocol's settings on development speakers; prints the table of the docs.

For every corpus the first fold's speakers are put aside and never scored. The rest is divided
into four speaker-disjoint folds; settings are compared by UAR on those, one seed.

    python tests/benchmarks/defaults.py --data-dir CORPORA --backbone FOLDER [--backbone mfcc]
"""

import argparse
import time
from itertools import product
from pathlib import Path

import numpy as np

from ser_evals.backbones import get_backbone
from ser_evals.corpora import get_corpus
from ser_evals.data import index
from ser_evals.features import FrameCache, FrameOptions, Frames, extract
from ser_evals.metrics import uar
from ser_evals.modeling.encoders import open_encoder, resolve_revision
from ser_evals.modeling.remote.pooling_ser import pool
from ser_evals.paths import cache_dir
from ser_evals.splits import folds
from ser_evals.training import HeadSettings, HeadTask, predict, train_heads

STORED = 10.0
CORPORA = ("emodb", "ravdess", "nemo", "turev", "urdu")


def development(frames: Frames, y: np.ndarray, group: np.ndarray, settings, standardise) -> float:
    """Return the UAR on development speakers."""
    rest = np.flatnonzero(folds(group, y) != 0)
    inner = folds(group[rest], y[rest], n_folds=4)
    parts = [(rest[inner != k], rest[inner == k]) for k in range(inner.max() + 1)]
    tasks = [HeadTask(train, 0) for train, _ in parts]
    heads = train_heads(frames, y, tasks, settings, n_classes=8, standardise=standardise)
    logits = predict(heads, frames, [dev for _, dev in parts])
    answers = np.concatenate([scores.argmax(1) for scores in logits])
    return uar(y[np.concatenate([dev for _, dev in parts])].tolist(), answers.tolist())


def main() -> None:
    """Print development UAR by setting and corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--backbone", action="append")
    parser.add_argument("--corpora", nargs="+", default=CORPORA)
    parser.add_argument("--rates", nargs="+", type=float, default=[5.0])
    parser.add_argument("--layers", nargs="+", default=["weighted"])
    parser.add_argument("--lr", nargs="+", type=float, default=[3e-4, 1e-3, 3e-3])
    parser.add_argument("--epochs", nargs="+", type=int, default=[30])
    parser.add_argument("--steps", nargs="+", type=int, default=[0, 300, 600])
    options = parser.parse_args()
    if not (options.data_dir and options.backbone):
        print("Left out: give --data-dir and --backbone (it takes some minutes per setting).")
        return
    print("backbone layers rate lr epochs min_steps", *options.corpora, "mean seconds", sep="\t")
    for name in options.backbone:
        backbone = get_backbone(name)
        encoder = open_encoder(backbone)
        kept = FrameOptions(rate=STORED, layers="all", context="full", windows="all")
        cache = FrameCache(cache_dir(), backbone.name, resolve_revision(backbone), kept)
        corpora = {}
        for corpus in options.corpora:
            data = index(get_corpus(corpus), options.data_dir / corpus)
            extract(data.rows, encoder, cache, kept)
            y = np.array([data.classes.index(row["emotion"]) for row in data.rows])
            group = np.array([row["group"] for row in data.rows])
            corpora[corpus] = (cache.frames([row["digest"] for row in data.rows]), y, group)
        grid = product(options.layers, options.rates, options.lr, options.epochs, options.steps)
        for layer, rate, lr, epochs, steps in grid:
            settings = HeadSettings(lr=lr, epochs=epochs, min_steps=steps)
            values, start = [], time.perf_counter()
            for frames, y, group in corpora.values():
                clips = [pool(c.float(), rate=STORED, keep=rate).half() for c in frames.clips]
                some = frames if encoder.standardise else Frames(clips)
                some = some.only_layer(-1) if layer == "last" else some
                values.append(development(some, y, group, settings, encoder.standardise))
            row = [backbone.name, layer, rate, lr, epochs, steps]
            took = f"{time.perf_counter() - start:.1f}"
            cells = [*row, *(f"{v:.3f}" for v in values), f"{np.mean(values):.4f}", took]
            print(*cells, sep="\t", flush=True)


if __name__ == "__main__":
    main()
