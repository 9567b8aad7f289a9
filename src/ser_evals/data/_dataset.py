"""Rows as a `datasets.Dataset`."""

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from datasets import Audio, ClassLabel, Dataset, DatasetInfo, Features, List, Value
from datasets.table import InMemoryTable

from ser_evals.data._index import CorpusData
from ser_evals.data._rows import digest


def features(classes: tuple[str, ...]) -> Features:
    """Return the columns of every corpus's dataset, for a list of classes."""
    text, number = Value("string"), Value("float64")
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
            "duration": number,
            "split": text,
            "start": number,
            "end": number,
            "intensity": text,
            "arousal": number,
            "valence": number,
            "dominance": number,
            "confidence": number,
            "votes": List(text),
            "raters": List(text),
        }
    )


def table(data: CorpusData, rows: Sequence[dict[str, Any]] | None = None) -> pa.Table:
    """Return rows as an Arrow table in the schema of `features`."""
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
        citation=record.citation.bibtex,
        homepage=record.homepage,
        license=record.licence,
        features=features(data.classes),
    )


def dataset(data: CorpusData) -> Dataset:
    """Return the whole corpus as one in-memory dataset; audio is given by the path of its file."""
    # Cached transforms go by it: unlike the fingerprint of the corpus it covers every column.
    known = digest(json.dumps([data.classes, data.rows]))
    return Dataset(InMemoryTable(table(data)), info=info(data), fingerprint=known)
