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
