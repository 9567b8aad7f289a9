"""Result files of nkululeko: a CSV file with a row per utterance.

Formats seen in github.com/felixbur/nkululeko. nkululeko/reporting/reporter.py (print_probabilities)
writes results/.../pred_<target>_<model>.csv: file[, start, end], a column per class, predicted,
truth, uncertainty, correct; nkululeko/demo_predictor.py the same without what needs a truth;
nkululeko/test_predictor.py the columns of the database, its target (by default `emotion`), speaker
and gender, and `predictions`.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ser_evals.errors import SerEvalsError
from ser_evals.predictions._columns import require, text
from ser_evals.predictions._files import load
from ser_evals.predictions.convert import audformat

NO_CLASS = ("file", "start", "end", "predicted", "truth", "uncertainty", "correct")


def predictions(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read predictions; class columns count only where they agree with the decisions.

    Some classifiers decide by other means than their probabilities (support vector machines do).
    Then the decisions are read alone, without scores.
    """
    frame, _ = load(path)
    if "file" not in frame or not {"predicted", "predictions"} & set(frame):
        raise SerEvalsError(
            f"{path} is no result of nkululeko: expected the columns file and predicted (or "
            f"predictions), found {', '.join(map(str, frame.columns))}"
        )
    if "predicted" not in frame:
        return _of_test_module(frame)
    table = pd.DataFrame({"id": audformat.utterances(frame), "prediction": frame["predicted"]})
    if "truth" in frame:
        table["reference"] = frame["truth"]
    classes = [name for name in frame if name not in NO_CLASS]
    values = frame[classes].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    if not classes or not np.isfinite(values).all() or not _agree(frame, classes, values):
        return table, {}
    for place, name in enumerate(classes):
        table[f"score_{name}"] = values[:, place]
    return table, {}


def references(path: Path) -> pd.DataFrame:
    """Read the truth from a result file, or a plain table with `id` and `reference`."""
    frame, _ = load(path)
    if "file" in frame and "truth" in frame:
        return pd.DataFrame({"id": audformat.utterances(frame), "reference": frame["truth"]})
    require(frame, ["id", "reference"], path)
    return frame


def _agree(frame: pd.DataFrame, classes: list[str], values: np.ndarray) -> bool:
    """Say whether every decision is the class, or one of the classes, with the highest score."""
    place = pd.Index(classes).get_indexer(frame["predicted"])
    chosen = values[np.arange(len(values)), place]
    return bool(((place >= 0) & (chosen == values.max(1))).all())


def _of_test_module(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    table = {"id": audformat.utterances(frame), "prediction": frame["predictions"]}
    for theirs, ours in (("emotion", "reference"), ("speaker", "speaker"), ("gender", "sex")):
        if theirs in frame:
            table[ours] = text(frame[theirs])
    return pd.DataFrame(table), {}
