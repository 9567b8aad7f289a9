"""Audio to frames, once."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, islice
from typing import Any

import numpy as np
import torch

from ser_evals import audio
from ser_evals.features._cache import EXTRACTION, FrameCache, FrameOptions, check_space, unique
from ser_evals.features._frames import Frames
from ser_evals.features._pooling import pool
from ser_evals.modeling.encoders import Encoder
from ser_evals.progress import progress

__all__ = ["EXTRACTION", "FrameCache", "FrameOptions", "Frames", "extract", "extract_one"]

FLUSH_SECONDS = 10.0
FLUSH_CLIPS = 256
AHEAD = 8


def extract(
    rows: Sequence[Mapping[str, Any]],
    encoder: Encoder,
    cache: FrameCache,
    options: FrameOptions,
    *,
    batch_size: int = 1,
) -> int:
    """Encode what the cache does not hold yet; decoding runs ahead of the encoder.

    Args:
        rows: utterances with "digest", "duration" (s) and "audio" ({bytes, path}).
        encoder: a frozen encoder.
        cache: where frames are kept.
        options: what is kept of them; the cache's own.
        batch_size: clips per forward pass. Clips of different lengths share one only where
            the encoder is indifferent to it.

    Returns:
        Number of clips that were encoded.

    Raises:
        SerEvalsError: if the disk is too small, or audio turns out to be unusable.
    """
    todo = [row for digest, row in unique(rows).items() if digest not in cache]
    if not todo:
        return 0
    check_space(cache.folder, size(todo, encoder, options))
    todo.sort(key=lambda row: (row["duration"], row["digest"]))
    buffer: dict[str, torch.Tensor] = {}
    flushed = time.monotonic()
    with progress("encode", len(todo), "clips") as advance:
        for batch in _batches(_decoded(todo, encoder), encoder, batch_size):
            states = _encode([wave for _, wave in batch], encoder, options)
            buffer |= {row["digest"]: s for (row, _), s in zip(batch, states, strict=True)}
            advance(len(batch))
            if time.monotonic() - flushed > FLUSH_SECONDS or len(buffer) >= FLUSH_CLIPS:
                cache.add(buffer)
                buffer, flushed = {}, time.monotonic()
        if buffer:
            cache.add(buffer)
    return len(todo)


def extract_one(wave: np.ndarray, encoder: Encoder, options: FrameOptions) -> torch.Tensor:
    """Encode one clip as `extract` does.

    Args:
        wave: float32 samples at the encoder's rate, shorter than `encoder.shortest` or not.
        encoder: a frozen encoder.
        options: what is kept.

    Returns:
        (frames, layers, dim) in the type the cache holds.
    """
    return _encode([_long_enough(wave, encoder)], encoder, options)[0]


def size(rows: Iterable[Mapping[str, Any]], encoder: Encoder, options: FrameOptions) -> float:
    """Return the bytes that the frames of utterances will take, at most a little too many."""
    rate = encoder.rate if options.rate is None else min(options.rate, encoder.rate)
    frames = sum(row["duration"] * rate + 1 for row in rows)
    layers = encoder.layers if options.layers == "all" else 1
    return frames * layers * encoder.dim * (4 if encoder.standardise else 2)


def _decoded(
    rows: list[Mapping[str, Any]], encoder: Encoder
) -> Iterator[tuple[Mapping[str, Any], np.ndarray]]:
    def decode(row: Mapping[str, Any]) -> np.ndarray:
        source = row["audio"]["bytes"] or row["audio"]["path"]
        wave = audio.read(source, sampling_rate=encoder.sampling_rate, name=row["audio"]["path"])
        return _long_enough(wave, encoder)

    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = [(row, pool.submit(decode, row)) for row in rows[:AHEAD]]
        rest = iter(rows[AHEAD:])
        while waiting:
            row, future = waiting.pop(0)
            waiting += [(r, pool.submit(decode, r)) for r in islice(rest, 1)]
            yield row, future.result()


def _long_enough(wave: np.ndarray, encoder: Encoder) -> np.ndarray:
    return np.pad(wave, (0, max(0, encoder.shortest - len(wave))))


def _batches(
    decoded: Iterator[tuple[Mapping[str, Any], np.ndarray]], encoder: Encoder, size: int
) -> Iterator[list[tuple[Mapping[str, Any], np.ndarray]]]:
    longest = encoder.window * encoder.sampling_rate

    def kind(item: tuple[Mapping[str, Any], np.ndarray]) -> tuple[bool, int]:
        samples = len(item[1])
        return samples > longest, 0 if encoder.mixes_lengths else samples

    for (long, _), run in groupby(decoded, key=kind):
        while batch := list(islice(run, 1 if long else size)):
            yield batch


def _encode(waves: list[np.ndarray], encoder: Encoder, options: FrameOptions) -> list[torch.Tensor]:
    window = encoder.window * encoder.sampling_rate
    if len(waves) == 1 and len(waves[0]) > window:
        states = [torch.cat(list(_windows(waves[0], encoder, int(window), options.windows)))]
    else:
        states = encoder.encode(waves)
    if options.layers == "last":
        states = [s[:, -1:] for s in states]
    pooled = [pool(s, rate=encoder.rate, keep=options.rate) for s in states]
    return pooled if encoder.standardise else [_half(s) for s in pooled]


def _windows(
    wave: np.ndarray, encoder: Encoder, window: int, windows: str
) -> Iterator[torch.Tensor]:
    count = 1 if windows == "first" else -(-len(wave) // window)
    for start in range(0, count * window, window):
        part = wave[start : start + window]
        if start == 0 or len(part) >= encoder.shortest:
            yield from encoder.encode([part])


def _half(states: torch.Tensor) -> torch.Tensor:
    """Halve the precision, except where a value would become infinite."""
    half = states.half()
    return half if torch.isfinite(half).all() else states
