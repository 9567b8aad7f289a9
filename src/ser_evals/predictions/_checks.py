from pathlib import Path

import numpy as np
import pandas as pd

from ser_evals.errors import SerEvalsError


def check_present(frame: pd.DataFrame, path: Path) -> None:
    """Refuse an empty table and missing values."""
    if frame.empty:
        raise SerEvalsError(f"{path} holds no predictions")
    answer = "scores" if "scores" in frame else "prediction"
    for name in ("id", "reference", "seed", answer):
        if name in frame and (absent := frame[name].isna().to_numpy()).any():
            raise SerEvalsError(f"{path}: row {int(absent.argmax())} has no {name}")


def check_once(frame: pd.DataFrame, path: Path) -> None:
    """Refuse an utterance that is predicted twice by one seed under one condition."""
    doubled = frame[frame.duplicated(["corpus", "id", "seed", "condition"])]
    if len(doubled):
        row = doubled.iloc[0]
        raise SerEvalsError(f"{path}: {row['id']!r} is predicted twice with seed {row['seed']}")


def check_seeds(frame: pd.DataFrame, path: Path) -> None:
    """Refuse seeds that do not predict the same utterances, or do not agree on their references."""
    key = ["corpus", "condition", "id"]
    groups = frame.groupby(key, dropna=False, sort=False)
    torn = groups["reference"].nunique() > 1
    if torn.any():
        raise SerEvalsError(f"{path}: {torn.index[torn][0][-1]!r} has two references")
    seeds = frame.groupby(["corpus", "condition"], dropna=False)["seed"].transform("nunique")
    short = groups["seed"].transform("size") < seeds
    if short.any():
        row = frame[short].iloc[0]
        raise SerEvalsError(
            f"{path}: {row['id']!r} is not predicted by every seed: every seed must predict every "
            "utterance"
        )


def check_scores(frame: pd.DataFrame, classes: tuple[str, ...], path: Path) -> None:
    """Refuse scores that are not one finite number per class."""
    lengths = frame["scores"].map(len)
    if (wrong := lengths != len(classes)).any():
        raise SerEvalsError(
            f"{path}: row {int(wrong.to_numpy().argmax())} has "
            f"{lengths[wrong].iloc[0]} scores, expected {len(classes)}"
        )
    finite = np.isfinite(np.stack(frame["scores"].to_numpy()).astype(float))
    if not finite.all():
        row, column = np.argwhere(~finite)[0]
        raise SerEvalsError(
            f"{path}: row {row} has NaN or infinite scores (class {classes[column]})"
        )
