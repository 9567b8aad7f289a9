"""Shards as Parquet: the one place where rows are written for others."""

import contextlib
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features

from ser_evals.data import CorpusData, embed, to_dataset
from ser_evals.errors import SerEvalsError
from ser_evals.paths import not_writable
from ser_evals.sharing._columns import publishable
from ser_evals.sharing._shards import Shard

FORMAT = 1
"""Raised when the same rows are written as other bytes."""

WORKERS = 8
GROUP_ROWS, GROUP_BYTES = 100, 100 * 10**6
# Equal recordings end up in equal chunks, in whichever configuration and release they stand: the
# Hub stores each chunk once.
CHUNKS = {"min_chunk_size": 256 * 1024, "max_chunk_size": 1024 * 1024, "norm_level": 0}
MARK = b"ser_evals"


class Writer:
    """Writes shards of one configuration, and only columns that may be published.

    Args:
        data: rows of the configuration.

    Raises:
        SerEvalsError: if no row of the corpus may be published.
    """

    def __init__(self, data: CorpusData) -> None:
        dataset = to_dataset(data)
        allowed = publishable(data.corpus)
        kept = {name: kind for name, kind in dataset.features.items() if name in allowed}
        self.columns = tuple(kept)
        self._rows = data.rows
        self._schema = Features(kept).arrow_schema
        self._table = dataset.data.table.select(self.columns)
        self._fingerprints: dict[Shard, str] = {}

    def fingerprint(self, shard: Shard) -> str:
        """Return a digest of everything that a shard's bytes depend on."""
        if shard not in self._fingerprints:
            facts = [FORMAT, self._schema.metadata[b"huggingface"].decode()]
            for row in (self._rows[i] for i in shard.rows):
                values = [row[name] for name in self.columns if name != "audio"]
                facts.append([Path(row["audio"]["path"]).name, row["digest"], *values])
            digest = hashlib.blake2b(json.dumps(facts).encode(), digest_size=16)
            self._fingerprints[shard] = digest.hexdigest()
        return self._fingerprints[shard]

    def is_written(self, shard: Shard, folder: Path) -> bool:
        """Say whether a shard lies in a folder already, as it would be written now."""
        try:
            metadata = pq.read_schema(folder / shard.path).metadata or {}
        except (OSError, pa.ArrowInvalid):
            return False
        return metadata.get(MARK) == self.fingerprint(shard).encode()

    def write(self, shard: Shard, folder: Path, advance: Callable[[int], None]) -> None:
        """Write a shard; it appears when it is whole.

        Args:
            shard: which rows.
            folder: of the repository.
            advance: told how many rows were written.

        Raises:
            SerEvalsError: if the place cannot be written to, or a recording cannot be read.
        """
        metadata = {**self._schema.metadata, MARK: self.fingerprint(shard)}
        schema = self._schema.with_metadata(metadata)
        with _whole(folder / shard.path) as partial, _open(partial, schema) as file:
            for rows, sounds in self._groups(shard):
                table = self._table.take(pa.array(rows)).replace_schema_metadata(metadata)
                if "audio" in self.columns:
                    place = schema.get_field_index("audio")
                    audio = pa.array(sounds, type=schema.field("audio").type)
                    table = table.set_column(place, schema.field("audio"), audio)
                file.write_table(table, row_group_size=len(rows))
                advance(len(rows))

    def _groups(self, shard: Shard) -> Iterator[tuple[list[int], list[dict[str, Any]]]]:
        """Yield positions and sounds of as many rows as are held in memory at once."""
        if "audio" not in self.columns:
            yield list(shard.rows), []
            return
        rows: list[int] = []
        sounds: list[dict[str, Any]] = []
        for i, sound in self._sounds(shard):
            rows.append(i)
            sounds.append(sound)
            held = sum(len(sound["bytes"]) for sound in sounds)
            if len(rows) == GROUP_ROWS or held >= GROUP_BYTES:
                yield rows, sounds
                rows, sounds = [], []
        if rows:
            yield rows, sounds

    def _sounds(self, shard: Shard) -> Iterator[tuple[int, dict[str, Any]]]:
        with ThreadPoolExecutor(WORKERS) as crew:
            for start in range(0, len(shard.rows), WORKERS):
                part = shard.rows[start : start + WORKERS]
                yield from zip(part, crew.map(_sound, [self._rows[i] for i in part]), strict=True)


def _sound(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's sound under its file's name alone: folders are nobody's business."""
    try:
        sound = embed(row)
    except OSError as error:
        raise SerEvalsError(f"{row['id']} cannot be read: {error}; restore its file") from error
    return {**sound, "path": Path(sound["path"]).name}


def _open(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    # Sound does not get smaller, and a dictionary of recordings would only cost memory.
    lists = {field.name for field in schema if pa.types.is_list(field.type)}
    leaves = [f"{n}.list.element" if n in lists else n for n in schema.names if n != "audio"]
    sound = {f"audio.{part}": "none" for part in ("bytes", "path") if "audio" in schema.names}
    return pq.ParquetWriter(
        path,
        schema,
        compression={**dict.fromkeys(leaves, "snappy"), **sound},
        use_dictionary=leaves,
        use_content_defined_chunking=CHUNKS,
        write_page_index=True,
    )


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a temporary name, and rename it when the block ends well."""
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        partial.replace(path)
    except OSError as error:
        raise not_writable(path, error) from error
    finally:
        partial.unlink(missing_ok=True)
