"""How a configuration's rows are divided into files of a size that the Hub and streaming like."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ser_evals.data import HUB_SPLITS, CorpusData, placed

SHARD_BYTES = 500 * 10**6
DENSEST = 6 * 48_000
"""Bytes per second of sound at most: 24 bits, 48 kHz, stereo; the rest of a file is video."""
STRETCH = 2 * 48_000
"""Bytes per second that a stretch of a longer file is taken to need: 16 bits, 48 kHz, mono."""


@dataclass(frozen=True)
class Shard:
    """A part of a split.

    Args:
        path: relative to the repository.
        split: its name on the Hub.
        rows: positions in the rows of its configuration.
    """

    path: str
    split: str
    rows: tuple[int, ...]


def plan(data: CorpusData, folder: str, *, with_audio: bool) -> list[Shard]:
    """Divide rows into shards, in the order of their splits and ids.

    Args:
        data: rows.
        folder: of the configuration, in the repository.
        with_audio: whether the sound is written too.
    """
    shards = []
    places = placed(data.rows)
    for official, split in HUB_SPLITS.items():
        rows = [i for i, place in enumerate(places) if place == official]
        parts = list(_parts(rows, [_size(data.rows[i]) * with_audio for i in rows]))
        for number, part in enumerate(parts):
            path = f"{folder}/{split}-{number:05d}-of-{len(parts):05d}.parquet"
            shards.append(Shard(path, split, part))
    return shards


def _parts(rows: list[int], sizes: list[float]) -> Iterator[tuple[int, ...]]:
    part: list[int] = []
    filled = 0.0
    for row, size in zip(rows, sizes, strict=True):
        if part and filled + size > SHARD_BYTES:
            yield tuple(part)
            part, filled = [], 0.0
        part.append(row)
        filled += size
    if part:
        yield tuple(part)


def _size(row: dict[str, Any]) -> float:
    """Return about how many bytes a row's sound takes."""
    if row.get("start") is not None or row.get("end") is not None:
        return row["duration"] * STRETCH
    return min(os.path.getsize(row["audio"]["path"]), row["duration"] * DENSEST)
