"""SUPERB's emotion recognition with s3prl: lines "utterance label", predictions and truth apart.

Format seen in github.com/s3prl/s3prl, s3prl/downstream/emotion/expert.py: each fold writes
<mode>_<fold>_predict.txt and <mode>_<fold>_truth.txt, and an utterance is the stem of its audio
file. It holds neither scores nor speakers; the speaker of an IEMOCAP utterance is in its name.
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from ser_evals.errors import SerEvalsError

IEMOCAP = re.compile(r"(Ses\d\d)[FM]_.+_([FM])\d+")


def predictions(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read *_predict.txt, and *_truth.txt beside it where there is one."""
    table = _lines(path, "prediction")
    found = table["id"].str.extract(IEMOCAP)
    if found.notna().all().all():
        table["speaker"] = found[0] + found[1]
        table["group"], table["sex"] = found[0], found[1].map({"F": "female", "M": "male"})
    truth = path.with_name(path.name.replace("_predict", "_truth"))
    if truth != path and truth.is_file():
        answers = references(truth)
        if answers["id"].tolist() != table["id"].tolist():
            raise SerEvalsError(f"{path} and {truth} do not list the same utterances in one order")
        table["reference"] = answers["reference"]
    return table, {}


def references(path: Path) -> pd.DataFrame:
    """Read *_truth.txt."""
    return _lines(path, "reference")


def _lines(path: Path, name: str) -> pd.DataFrame:
    if not path.is_file():
        raise SerEvalsError(f"no predictions at {path}: give a text file of lines 'name label'")
    rows = []
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SerEvalsError(f"{path} is not readable as UTF-8 text ({error})") from error
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if len(words) != 2:
            raise SerEvalsError(f"{path}: line {number} is {line!r}, expected 'name label'")
        rows.append(words)
    return pd.DataFrame(rows, columns=["id", name])
