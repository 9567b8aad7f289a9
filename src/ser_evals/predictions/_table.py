import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

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
    """Predictions of one system.

    Args:
        table: one row per utterance, condition and seed. `id` and `reference` are needed, and
            `scores` (unadjusted logits) or `prediction` (class names).
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


def write(predictions: Predictions, path: str | Path) -> None:
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
    write_atomically(Path(path).expanduser(), sink.getvalue().to_pybytes())
