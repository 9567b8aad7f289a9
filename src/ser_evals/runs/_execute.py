"""Train the heads of a training set and write the predictions of its runs."""

import hashlib
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ser_evals import metrics
from ser_evals.features import Frames
from ser_evals.predictions import Predictions, write
from ser_evals.runs._plan import CALIBRATION, Answer, Head, Universe
from ser_evals.runs._settings import Settings
from ser_evals.training import predict, train_heads

ROW = ("id", "corpus", "speaker", "group", "language", "sex")


def execute(
    heads: Sequence[Head],
    universe: Universe,
    frames: Frames,
    classes: tuple[str, ...],
    settings: Settings,
    *,
    standardise: bool,
    work: Path,
    on_step: Callable[[int], None],
) -> list[tuple[Head, list[np.ndarray]]]:
    """Train heads, going on from checkpoints, and let each answer its utterances.

    Args:
        heads: what to train.
        universe: all utterances.
        frames: of all of them.
        classes: class names in index order.
        settings: what is asked for.
        standardise: whether the input is z-scored.
        work: folder for checkpoints.
        on_step: called with the number of head-steps just done.

    Returns:
        Every head with one array of logits per answer.
    """
    number = {name: i for i, name in enumerate(classes)}
    targets = np.array([number[row["emotion"]] for row in universe.rows])
    stacks = train_heads(
        frames,
        targets,
        [head.task for head in heads],
        settings.protocol.head,
        n_classes=len(classes),
        standardise=standardise,
        device=settings.device,
        checkpoints=work,
        on_step=on_step,
    )
    asked = [np.concatenate([a.indices for a in head.answers]) for head in heads]
    logits = predict(stacks, frames, asked)
    cuts = [np.cumsum([len(a.indices) for a in head.answers])[:-1] for head in heads]
    return [
        (head, np.split(values, cut)) for head, values, cut in zip(heads, logits, cuts, strict=True)
    ]


def work_folder(output: Path, heads: Sequence[Head], universe: Universe, digest: str) -> Path:
    """Return where the checkpoints of exactly these heads on exactly this audio are kept."""
    key = hashlib.blake2b(digest.encode(), digest_size=8)
    for head in heads:
        rows = (universe.rows[i] for i in head.task.train)
        key.update("".join(row["digest"] + row["emotion"] for row in rows).encode())
        key.update(str(head.task.seed).encode())
    return output / ".work" / key.hexdigest()


def clear(work: Path) -> None:
    """Remove checkpoints that no run needs any more."""
    shutil.rmtree(work, ignore_errors=True)


def write_run(
    path: Path,
    test: str,
    answered: Sequence[tuple[Head, list[np.ndarray]]],
    universe: Universe,
    classes: tuple[str, ...],
    settings: Settings,
    *,
    run: str,
) -> None:
    """Collect a corpus's answers from all heads and write its predictions table."""
    parts, priors = [], {}
    out_of_domain = False
    whole = settings.protocol.split == "utterances"
    for head, logits in answered:
        for answer, values in zip(head.answers, logits, strict=True):
            if answer.test != test:
                continue
            out_of_domain = answer.setting == "out_of_domain"
            parts.append(_table(answer, head.task.seed, values, universe, run))
            priors[answer.fold] = prior_of(head, universe, classes, whole and out_of_domain)
    table = pd.concat(parts, ignore_index=True)
    order = table.sort_values(["seed", "id"], kind="stable").index
    predictions = Predictions(
        table.loc[order],
        classes,
        priors,
        _temperatures(answered, universe, classes, settings) if out_of_domain else {},
        tuple(c for c in settings.protocol.masked if out_of_domain and c in classes),
    )
    write(predictions, path)


def _table(
    answer: Answer, seed: int, values: np.ndarray, universe: Universe, run: str
) -> pd.DataFrame:
    rows = [universe.rows[i] for i in answer.indices]
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in ROW}
    return pd.DataFrame(
        {
            **columns,
            "fold": answer.fold,
            "condition": "clean",
            "reference": [row["emotion"] for row in rows],
            "scores": list(values),
            "seed": seed,
            "run": run,
        }
    )


def prior_of(head: Head, universe: Universe, classes: tuple[str, ...], whole: bool) -> list[float]:
    """Return the label distribution a head was trained under.

    Out of domain the paper takes that of the whole source corpus, its test part included.
    """
    numbers = head.task.train
    if whole:
        corpora = {universe.rows[i]["corpus"] for i in numbers}
        numbers = np.concatenate([universe.of(name) for name in sorted(corpora)])
    labels = np.array([universe.rows[i]["emotion"] for i in numbers])
    return [float((labels == name).mean()) for name in classes]


def _temperatures(
    answered: Sequence[tuple[Head, list[np.ndarray]]],
    universe: Universe,
    classes: tuple[str, ...],
    settings: Settings,
) -> dict[str, float]:
    """Fit one temperature per seed on source speakers that no head in question was trained on."""
    found = {}
    for seed in range(settings.protocol.seeds):
        logits, references, seen = [], [], np.zeros(len(classes), dtype=bool)
        for head, values in answered:
            for answer, scores in zip(head.answers, values, strict=True):
                if answer.test == CALIBRATION and head.task.seed == seed:
                    prior = np.array(prior_of(head, universe, classes, False))
                    seen |= prior > 0
                    logits.append(scores)
                    references += [universe.rows[i]["emotion"] for i in answer.indices]
        if logits:
            numbers = np.array([classes.index(name) for name in references])
            found[str(seed)] = metrics.fit_temperature(np.concatenate(logits), numbers, mask=~seen)
    return found


def timed() -> Callable[[], float]:
    """Start a clock; the function returned gives the seconds since."""
    start = time.monotonic()
    return lambda: round(time.monotonic() - start, 2)
