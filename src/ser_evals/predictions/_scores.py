import json
from pathlib import Path

import numpy as np
import pandas as pd

from ser_evals.errors import SerEvalsError

PREFIX = "score_"
SURE = 5e-4
DECIMALS = 6
FLOOR = 1e-12


def gather(frame: pd.DataFrame, path: Path) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Join columns score_<class> into one column of lists; read lists out of CSV's strings.

    Returns:
        The table, and the classes that the columns are named after (none otherwise).
    """
    found = [name for name in frame if str(name).startswith(PREFIX)]
    if "scores" not in frame and found:
        values = frame[found].apply(pd.to_numeric, errors="coerce")
        strange = values.isna().to_numpy() & frame[found].notna().to_numpy()
        strange &= frame[found].astype(str).apply(lambda c: c.str.lower() != "nan").to_numpy()
        if strange.any():
            row, column = np.argwhere(strange)[0]
            raise SerEvalsError(
                f"{path}: row {row} has {frame[found[column]].iloc[row]!r} in column "
                f"{found[column]}, expected a number"
            )
        lists = pd.Series(list(values.to_numpy(float)), frame.index, dtype=object)
        frame = frame.drop(columns=found).assign(scores=lists)
        return frame, tuple(str(name).removeprefix(PREFIX) for name in found)
    if "scores" in frame:
        lists = [_numbers(value, row, path) for row, value in enumerate(frame["scores"])]
        frame = frame.assign(scores=pd.Series(lists, frame.index, dtype=object))
    return frame, ()


def _numbers(value: object, row: int, path: Path) -> object:
    """Return an array of numbers; what is missing altogether stays as it is."""
    if isinstance(value, np.ndarray) or value is None or value is pd.NA or value != value:
        return value
    try:
        found = json.loads(value) if isinstance(value, str) else value
        if not isinstance(found, list):
            raise TypeError
        return np.array(found, dtype=np.float64)
    except (TypeError, ValueError):
        raise SerEvalsError(
            f"{path}: row {row} has scores {value!r}, expected a list of numbers per row, [0.1, 2]"
        ) from None


def as_logits(frame: pd.DataFrame, path: Path) -> None:
    """Take the logarithm, in place, where every row is a distribution over the classes.

    Raises:
        SerEvalsError: scores that look like probabilities, but a row does not sum to one.
    """
    values = np.stack(frame["scores"].to_numpy()).astype(float)
    if not ((values >= 0) & (values <= 1)).all():
        return
    off = abs(values.sum(1) - 1)
    slack = _rounding(values) * values.shape[1] + 1e-6
    if (off <= slack).all():
        shares = values / values.sum(1, keepdims=True)
        frame["scores"] = list(np.log(np.maximum(shares, FLOOR)))
    elif np.median(off) <= slack:
        row = int(off.argmax())
        raise SerEvalsError(
            f"{path}: the scores look like probabilities, but those of row {row} sum to "
            f"{values[row].sum():.4g}, expected 1; give probabilities that do, or logits"
        )


def _rounding(values: np.ndarray) -> float:
    """Return half a unit of the last decimal that numbers were rounded to."""
    for decimals in range(1, DECIMALS):
        if np.allclose(values, values.round(decimals), rtol=0, atol=1e-9):
            return 0.5 * 10.0**-decimals
    return SURE
