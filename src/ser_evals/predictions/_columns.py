import difflib
from pathlib import Path

import pandas as pd

from ser_evals.errors import SerEvalsError
from ser_evals.predictions._table import OPTIONAL

OTHER_NAMES = {
    "id": ("file", "filename", "path", "name", "utterance", "utt_id", "key"),
    "reference": ("label", "truth", "true", "target", "y_true", "emotion", "references"),
    "prediction": ("predicted", "pred", "y_pred", "hypothesis", "predictions"),
    "scores": ("logits", "probabilities", "probs", "score", "logit"),
}


def require(frame: pd.DataFrame, names: list[str], path: Path, hint: str = "") -> None:
    """Refuse a table that lacks columns, and say which of its columns may be meant.

    Args:
        frame: the table.
        names: the columns that are needed; "scores" stands for scores or a prediction.
        path: the file, for the error.
        hint: what else could be done.
    """
    missing = [name for name in names if name != "scores" and name not in frame]
    if "scores" in names and not {"scores", "prediction"} & set(frame):
        missing.append("scores (or prediction)")
    if not missing:
        return
    near = [found for name in missing if (found := _near(name.split()[0], frame))]
    renames = "".join(f" Rename {theirs!r} to {ours!r}?" for theirs, ours in near)
    raise SerEvalsError(
        f"{path} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; it has "
        f"{', '.join(map(str, frame.columns))}.{renames}{hint} "
        "See ser_evals.predictions for the schema"
    )


def _near(name: str, frame: pd.DataFrame) -> tuple[str, str] | None:
    wanted = ("scores", "prediction") if name == "scores" else (name,)
    taken = {"id", "reference", "scores", "prediction", "seed", *OPTIONAL}
    columns = {str(column).lower(): str(column) for column in frame if column not in taken}
    for ours in wanted:
        known = [other for other in OTHER_NAMES[ours] if other in columns]
        if close := known or difflib.get_close_matches(ours, columns, n=1, cutoff=0.7):
            return columns[close[0]], ours
    return None


def text(column: pd.Series) -> pd.Series:
    """Return a column of strings; what is missing is None, and 3.0 is "3"."""

    def word(value: object) -> str | None:
        if value is None or value != value:
            return None
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value) if whole else value)

    return pd.Series([word(value) for value in column.tolist()], column.index, dtype=object)


def complete(frame: pd.DataFrame, path: Path) -> None:
    """Add the optional columns that are not there, and bring all to their types, in place."""
    for name in {"id", "reference", "prediction", *OPTIONAL} & set(frame):
        frame[name] = text(frame[name])
    for name in OPTIONAL:
        frame[name] = frame.get(name)
    frame["fold"] = frame["fold"].astype(object).where(frame["fold"].notna(), "")
    given = frame["seed"] if "seed" in frame else pd.Series(0, frame.index)
    seeds = pd.to_numeric(given, errors="coerce")
    if (strange := given.notna() & ~(seeds % 1 == 0)).any():
        row = int(strange.to_numpy().argmax())
        raise SerEvalsError(f"{path}: row {row} has seed {given[row]!r}, expected a whole number")
    frame["seed"] = seeds
