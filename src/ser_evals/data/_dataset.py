"""Rows as a `datasets.Dataset`."""

from typing import Any

import pyarrow as pa
from datasets import Audio, ClassLabel, Dataset, DatasetInfo, Features, Value
from datasets.table import InMemoryTable

from ser_evals.data._index import CorpusData


def features(classes: tuple[str, ...]) -> Features:
    """Return the columns of every corpus's dataset, for a list of classes."""
    text = Value("string")
    return Features(
        {
            "id": text,
            "audio": Audio(sampling_rate=16_000),
            "label": text,
            "emotion": ClassLabel(names=list(classes)),
            "corpus": text,
            "language": text,
            "speaker": text,
            "sex": text,
            "session": text,
            "group": text,
            "sentence": text,
            "text": text,
            "duration": Value("float64"),
            "split": text,
        }
    )


def table(data: CorpusData, rows: list[dict[str, Any]] | None = None) -> pa.Table:
    """Return rows as an Arrow table in the schema of `features`; audio is given by its path."""
    schema = features(data.classes).arrow_schema
    number = {name: i for i, name in enumerate(data.classes)}
    plain = [
        {**{name: row[name] for name in schema.names}, "emotion": number[row["emotion"]]}
        for row in (data.rows if rows is None else rows)
    ]
    return pa.Table.from_pylist(plain, schema=schema)


def info(data: CorpusData) -> DatasetInfo:
    """Return the facts of the record in the form that `datasets` keeps them."""
    record = data.corpus
    return DatasetInfo(
        description=f"{record.title}, taxonomy {data.taxonomy}",
        citation=record.citation,
        homepage=record.homepage,
        license=record.licence,
        features=features(data.classes),
    )


def dataset(data: CorpusData) -> Dataset:
    """Return the whole corpus as one in-memory dataset (audio stays on disk)."""
    return Dataset(InMemoryTable(table(data)), info=info(data), fingerprint=data.fingerprint)
