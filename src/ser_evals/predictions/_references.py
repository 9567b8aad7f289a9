from pathlib import Path

import pandas as pd

from ser_evals.errors import SerEvalsError
from ser_evals.predictions._columns import require, text

KNOWN = ("reference", "speaker", "group", "language", "sex")
SHOWN = 3


def join(frame: pd.DataFrame, secret: pd.DataFrame, path: Path, secret_path: Path) -> pd.DataFrame:
    """Give every prediction its reference, by id, and by corpus where both tables have one.

    The references' own columns win over those of the predictions: an organiser knows better.

    Raises:
        SerEvalsError: ids are missing, surplus or doubled.
    """
    require(secret, ["id", "reference"], secret_path)
    require(frame, ["id"], path)
    keys = ["corpus", "id"] if "corpus" in frame and "corpus" in secret else ["id"]
    frame, secret = frame.copy(), secret.copy()
    for name in keys:
        frame[name], secret[name] = text(frame[name]), text(secret[name])
    wanted = pd.MultiIndex.from_frame(secret[keys])
    given = pd.MultiIndex.from_frame(frame[keys])
    problems = [
        _said(wanted[wanted.duplicated()], f"doubled in {secret_path.name}"),
        _said(given.difference(wanted), f"without a reference in {secret_path.name}"),
        *_absent(frame, given, wanted, path),
    ]
    if found := [problem for problem in problems if problem]:
        what = f"{path} and {secret_path} are not the same utterances"
        raise SerEvalsError(f"{what}: {'; '.join(found)}")
    known = [name for name in KNOWN if name in secret]
    kept = frame.drop(columns=[name for name in known if name in frame])
    return kept.merge(secret[[*keys, *known]], on=keys, how="left", validate="many_to_one")


def _absent(
    frame: pd.DataFrame, given: pd.MultiIndex, wanted: pd.MultiIndex, path: Path
) -> list[str]:
    """Say what each seed and condition lacks."""
    parts = [name for name in ("seed", "condition") if name in frame and frame[name].nunique() > 1]
    if not parts:
        return [_said(wanted.difference(given), f"not predicted in {path.name}")]
    said = []
    for values, at in frame.groupby(parts, dropna=False).indices.items():
        named = " ".join(f"{name} {value}" for name, value in zip(parts, values, strict=True))
        said.append(_said(wanted.difference(given[at]), f"not predicted with {named}"))
    return said


def _said(found: pd.MultiIndex, what: str) -> str:
    if not len(found):
        return ""
    names = ["/".join(map(str, key)) for key in found.unique()[:SHOWN]]
    more = ", ..." if len(found.unique()) > SHOWN else ""
    return f"{len(found)} {what} ({', '.join(names)}{more})"
