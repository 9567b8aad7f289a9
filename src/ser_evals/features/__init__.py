"""Audio to frames, once."""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import torch

from ser_evals.audio import Formats
from ser_evals.errors import SerEvalsError
from ser_evals.features._cache import EXTRACTION, FrameCache, FrameOptions, check_space, unique
from ser_evals.features._encode import Row, ahead, batches, decode, encode, long_enough
from ser_evals.features._frames import Frames
from ser_evals.modeling.encoders import Encoder
from ser_evals.modeling.threads import one_thread_each
from ser_evals.progress import progress

__all__ = ["EXTRACTION", "FrameCache", "FrameOptions", "Frames", "extract", "extract_one"]

log = logging.getLogger("ser_evals")

FLUSH_SECONDS = 10.0
FLUSH_CLIPS = 256
FLUSH_BYTES = 2**28
MOST_WORKERS = 8
DECODERS = 2


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
        batch_size: clips per forward pass; 1 is for the CPU, where clips are encoded side by
            side. Clips of different lengths share a pass only where the encoder allows it.

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
    work = _side_by_side if batch_size == 1 else _batched
    formats = Formats(encoder.sampling_rate)
    buffer: dict[str, torch.Tensor] = {}
    flushed = time.monotonic()
    with progress("encode", len(todo), "clips") as advance:
        try:
            for row, states in work(todo, encoder, options, batch_size, formats):
                if not torch.isfinite(states).all():
                    name = row["audio"]["path"]
                    raise SerEvalsError(f"{name}: the encoder gives NaN or infinite values")
                buffer[row["digest"]] = states
                advance(1)
                if time.monotonic() - flushed > FLUSH_SECONDS or _full(buffer):
                    cache.add(buffer)
                    buffer, flushed = {}, time.monotonic()
        finally:
            if buffer:
                cache.add(buffer)
    if told := formats.told():
        log.info("clips: %s", told)
    return len(todo)


def _full(buffer: Mapping[str, torch.Tensor]) -> bool:
    held = sum(states.nbytes for states in buffer.values())
    return len(buffer) >= FLUSH_CLIPS or held >= FLUSH_BYTES


def _side_by_side(
    rows: Sequence[Row], encoder: Encoder, options: FrameOptions, _: int, formats: Formats
) -> Iterator[tuple[Row, torch.Tensor]]:
    """Encode clip by clip in as many threads as there are cores (up to a limit, for memory).

    Others decode the next clips, so that a slow disk or network keeps no core waiting.
    """

    def work(item: tuple[Row, Future[np.ndarray]]) -> tuple[Row, torch.Tensor]:
        row, wave = item
        return row, encode([wave.result()], encoder, options)[0]

    with one_thread_each() as cores, ThreadPoolExecutor(DECODERS) as decoders:
        workers = min(cores, MOST_WORKERS)
        threads = cores // workers
        decoded = ((row, decoders.submit(decode, row, encoder, formats)) for row in rows)
        try:
            yield from ahead(work, decoded, workers=workers, threads=threads, depth=2 * workers)
        finally:
            decoders.shutdown(cancel_futures=True)


def _batched(
    rows: Sequence[Row],
    encoder: Encoder,
    options: FrameOptions,
    batch_size: int,
    formats: Formats,
) -> Iterator[tuple[Row, torch.Tensor]]:
    """Encode batch by batch, while threads decode the next ones."""

    def work(row: Row) -> tuple[Row, np.ndarray]:
        return row, decode(row, encoder, formats)

    decoded = ahead(work, rows, workers=DECODERS, threads=1, depth=2 * batch_size)
    for batch in batches(decoded, encoder, batch_size):
        states = encode([wave for _, wave in batch], encoder, options)
        yield from zip((row for row, _ in batch), states, strict=True)


def extract_one(wave: np.ndarray, encoder: Encoder, options: FrameOptions) -> torch.Tensor:
    """Encode one clip as `extract` does.

    Args:
        wave: float32 samples at the encoder's rate, shorter than `encoder.shortest` or not.
        encoder: a frozen encoder.
        options: what is kept.

    Returns:
        (frames, layers, dim) in the type the cache holds.
    """
    return encode([long_enough(wave, encoder)], encoder, options)[0]


def size(rows: Iterable[Mapping[str, Any]], encoder: Encoder, options: FrameOptions) -> float:
    """Return the bytes that the frames of utterances will take, at most a little too many."""
    rate = encoder.rate if options.rate is None else min(options.rate, encoder.rate)
    frames = sum(row["duration"] * rate + 1 for row in rows)
    layers = encoder.layers if options.layers == "all" else 1
    return frames * layers * encoder.dim * (4 if encoder.standardise else 2)
