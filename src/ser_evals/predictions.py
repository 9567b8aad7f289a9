"""The predictions table: what every system writes, and all that scoring ever reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError
from ser_evals.paths import write_atomically

KEY = b"ser_evals"
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("corpus", pa.string()),
        ("fold", pa.string()),
        ("speaker", pa.string()),
        ("group", pa.string()),
        ("language", pa.string()),
        ("sex", pa.string()),
        ("condition", pa.string()),
        ("reference", pa.string()),
        ("scores", pa.list_(pa.float32())),
        ("seed", pa.int32()),
        ("run", pa.string()),
    ]
)
OPTIONAL = tuple(name for name in SCHEMA.names if name not in ("id", "reference", "scores", "seed"))


@dataclass(frozen=True)
class Predictions:
    """Predictions of one system on one corpus.

    Args:
        table: one row per utterance and seed. `id` and `reference` are needed, and `scores`
            (unadjusted logits) or `prediction` (class names).
        classes: class names in the order of the scores.
        source_priors: fold -> label distribution that its head was trained under. A class of
            share 0 was never trained on and is masked.
        temperatures: seed -> temperature that calibrates the logits, from held-out speakers.
        masked: classes that are never predicted, whatever the prior.
    """

    table: pd.DataFrame
    classes: tuple[str, ...]
    source_priors: Mapping[str, list[float]]
    temperatures: Mapping[str, float]
    masked: tuple[str, ...] = ()

    def scores(self) -> np.ndarray:
        """Return the unadjusted logits as an array of shape (rows, classes)."""
        return np.stack(self.table["scores"].to_numpy()).astype(np.float64)


def write(predictions: Predictions, path: Path) -> None:
    """Write predictions as Parquet, atomically; what is no column goes into its metadata."""
    facts = {
        "schema": 1,
        "classes": predictions.classes,
        "source_priors": predictions.source_priors,
        "temperatures": predictions.temperatures,
        "masked": predictions.masked,
    }
    columns = [*SCHEMA, pa.field("prediction", pa.string())]
    schema = pa.schema([column for column in columns if column.name in predictions.table])
    table = pa.Table.from_pandas(predictions.table, schema, preserve_index=False)
    table = table.replace_schema_metadata({KEY: json.dumps(facts).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    write_atomically(path, sink.getvalue().to_pybytes())


def read(path: str | Path) -> Predictions:
    """Read anyone's predictions.

    Args:
        path: a Parquet file with the columns `id`, `reference`, and `scores` or `prediction`.
            Without our metadata, scores are taken in the order of the eight classes.

    Raises:
        SerEvalsError: if it is no such file, a column or a value is missing, a score is NaN, an
            utterance occurs twice, or a class is unknown.
    """
    path = Path(path).expanduser()
    if not path.is_file():
        raise SerEvalsError(f"no predictions at {path}: give a Parquet file")
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise SerEvalsError(f"{path} is not readable as Parquet ({error})") from error
    facts: dict[str, Any] = json.loads((table.schema.metadata or {}).get(KEY, b"{}"))
    # Without pandas' own metadata, an index that someone saved stays a column.
    frame = table.to_pandas(ignore_metadata=True)
    for name in frame.select_dtypes("category"):
        frame[name] = frame[name].astype(object)
    missing = [name for name in ("id", "reference") if name not in frame]
    if not {"scores", "prediction"} & set(frame):
        missing.append("scores (or prediction)")
    if missing:
        raise SerEvalsError(
            f"{path} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; it has "
            f"{', '.join(map(str, frame.columns))}. See ser_evals.predictions for the schema"
        )
    for name in OPTIONAL:
        frame[name] = frame.get(name)
    frame["fold"] = frame["fold"].astype(object).where(frame["fold"].notna(), "").astype(str)
    frame["seed"] = frame.get("seed", 0)
    _check_present(frame, table.schema, path)
    for name in {"reference", "prediction"} & set(frame):
        frame[name] = frame[name].astype(str)
    classes = tuple(facts.get("classes") or _guess_classes(frame, path))
    _check(frame, classes, path)
    return Predictions(
        frame,
        classes,
        facts.get("source_priors", {}),
        facts.get("temperatures", {}),
        tuple(facts.get("masked", ())),
    )


def _guess_classes(frame: pd.DataFrame, path: Path) -> tuple[str, ...]:
    if "scores" not in frame:
        return tuple(sorted({*frame["reference"], *frame["prediction"]}))
    if len(frame["scores"].iloc[0]) != len(EMOTIONS):
        raise SerEvalsError(
            f"{path} has {len(frame['scores'].iloc[0])} scores per row and does not name its "
            "classes: write them with ser_evals.predictions, or give a column 'prediction'"
        )
    return EMOTIONS


def _check_present(frame: pd.DataFrame, schema: pa.Schema, path: Path) -> None:
    if frame.empty:
        raise SerEvalsError(f"{path} holds no predictions")
    answer = "scores" if "scores" in frame else "prediction"
    for name in ("id", "reference", "seed", answer):
        if (absent := frame[name].isna().to_numpy()).any():
            raise SerEvalsError(f"{path}: row {int(absent.argmax())} has no {name}")
    kind = schema.field(answer).type
    inner = getattr(kind, "value_type", None) if pa.types.is_nested(kind) else None
    numeric = inner is not None and (pa.types.is_floating(inner) or pa.types.is_integer(inner))
    if answer == "scores" and not numeric:
        raise SerEvalsError(f"{path}: scores are {kind}, expected a list of numbers per row")


def _check(frame: pd.DataFrame, classes: tuple[str, ...], path: Path) -> None:
    strange = sorted(set(frame["reference"]) - set(classes))
    if strange:
        raise SerEvalsError(
            f"{path}: reference {strange[0]!r} is none of the classes {', '.join(classes)}"
        )
    keys = ["corpus", "id", "seed", "condition"]
    doubled = frame[frame.duplicated(keys)]
    if len(doubled):
        row = doubled.iloc[0]
        raise SerEvalsError(f"{path}: {row['id']!r} is predicted twice with seed {row['seed']}")
    if "scores" in frame:
        lengths = frame["scores"].map(len)
        if (wrong := lengths != len(classes)).any():
            raise SerEvalsError(
                f"{path}: row {int(wrong.to_numpy().argmax())} has "
                f"{lengths[wrong].iloc[0]} scores, expected {len(classes)}"
            )
        bad = ~np.isfinite(np.stack(frame["scores"].to_numpy()).astype(float)).all(axis=1)
        if bad.any():
            raise SerEvalsError(f"{path}: row {int(bad.argmax())} has NaN or infinite scores")
