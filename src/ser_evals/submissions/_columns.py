"""Predictions as they may be published."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ser_evals.corpora import Corpus
from ser_evals.errors import SerEvalsError
from ser_evals.predictions import KEY
from ser_evals.sharing import publishable

OURS = ("fold", "condition", "reference", "prediction", "scores", "seed", "run")
"""Columns that are the system's own; whatever else a table has is the corpus's."""
FACTS = ("schema", "classes", "source_priors", "temperatures", "masked")


def allowed(corpus: Corpus) -> tuple[str, ...]:
    """Return the columns of a predictions table that may be published of a corpus.

    Raises:
        SerEvalsError: if no rows of it may be.
    """
    return (*publishable(corpus), *OURS)


def public_table(path: Path, corpus: Corpus) -> bytes:
    """Return a predictions table as it may be published: the file's own bytes where all of it may.

    Raises:
        SerEvalsError: if nothing may, the file cannot be read, or holds rows of other corpora.
    """
    columns = allowed(corpus)
    try:
        content = path.read_bytes()
        table = pq.read_table(pa.BufferReader(content))
        facts = json.loads((table.schema.metadata or {}).get(KEY, b"{}"))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SerEvalsError(f"{path} cannot be read ({error}): run again") from error
    if "corpus" in table.column_names:
        others = set(table["corpus"].unique().to_pylist()) - {corpus.name}
        if others:
            raise SerEvalsError(f"{path} holds rows of {sorted(map(str, others))[0]}: run again")
    if is_public(table.schema, corpus) and set(facts) <= set(FACTS):
        return content
    kept = table.select([name for name in table.column_names if name in columns])
    facts = {name: value for name, value in facts.items() if name in FACTS}
    sink = pa.BufferOutputStream()
    kept = kept.replace_schema_metadata({KEY: json.dumps(facts).encode()})
    pq.write_table(kept, sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def is_public(schema: pa.Schema, corpus: Corpus) -> bool:
    """Say whether a file with these columns may be published as it is."""
    metadata = set(schema.metadata or {})
    return set(schema.names) <= set(allowed(corpus)) and metadata <= {KEY}
