"""From decoded clips to what is kept of their hidden states."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, islice
from typing import Any, TypeVar

import numpy as np
import torch

from ser_evals import audio
from ser_evals.features._cache import FrameOptions
from ser_evals.modeling.encoders import Encoder
from ser_evals.modeling.remote.pooling_ser import joined, pool

FIRST_SECONDS = 30

Row = Mapping[str, Any]
T = TypeVar("T")
S = TypeVar("S")


def decode(row: Row, encoder: Encoder, formats: audio.Formats | None = None) -> np.ndarray:
    """Return an utterance's samples at the encoder's rate, padded to its minimum.

    Args:
        row: "audio" ({bytes, path}), and "start" and "end" (s) of a stretch of the file at the
            path. Bytes are the utterance alone.
        encoder: what the samples are for.
        formats: counts what had to be resampled or mixed.
    """
    held, path = row["audio"]["bytes"], row["audio"]["path"]
    rate = encoder.sampling_rate
    if held is None:
        start, end = row.get("start"), row.get("end")
        wave = audio.read(path, sampling_rate=rate, start=start, end=end, formats=formats)
    else:
        wave = audio.read(held, sampling_rate=rate, name=path, formats=formats)
    return long_enough(wave, encoder)


def long_enough(wave: np.ndarray, encoder: Encoder) -> np.ndarray:
    """Pad a clip with zeros to the fewest samples that the encoder takes."""
    return np.pad(wave, (0, max(0, encoder.shortest - len(wave))))


def ahead(
    work: Callable[[S], T], items: Iterable[S], *, workers: int, threads: int, depth: int
) -> Iterator[T]:
    """Yield work(item) in order, while threads work on the next few.

    Args:
        work: what to do.
        items: with what.
        workers: number of threads.
        threads: threads that one operation may use in each of them.
        depth: items begun before their turn.
    """
    todo = iter(items)
    start = {"initializer": torch.set_num_threads, "initargs": (threads,)}
    with ThreadPoolExecutor(workers, **start) as crew:
        waiting = [crew.submit(work, item) for item in islice(todo, depth)]
        try:
            while waiting:
                yield waiting.pop(0).result()
                waiting += [crew.submit(work, item) for item in islice(todo, 1)]
        finally:
            crew.shutdown(wait=True, cancel_futures=True)


def batches(
    decoded: Iterator[tuple[Row, np.ndarray]], encoder: Encoder, size: int
) -> Iterator[list[tuple[Row, np.ndarray]]]:
    """Group decoded clips that may share a forward pass."""
    longest = encoder.window * encoder.sampling_rate

    def kind(item: tuple[Row, np.ndarray]) -> tuple[bool, int]:
        samples = len(item[1])
        return samples > longest, 0 if encoder.mixes_lengths else samples

    for (long, _), run in groupby(decoded, key=kind):
        while batch := list(islice(run, 1 if long else size)):
            yield batch


def encode(waves: list[np.ndarray], encoder: Encoder, options: FrameOptions) -> list[torch.Tensor]:
    """Encode clips that may share a forward pass, and keep what the options say."""
    if options.windows == "first":
        seconds = min(FIRST_SECONDS, encoder.window)
        waves = [wave[: round(seconds * encoder.sampling_rate)] for wave in waves]
    window = encoder.window * encoder.sampling_rate
    if len(waves) == 1 and len(waves[0]) > window:
        pooled = [_long(waves[0], encoder, options, int(window))]
    else:
        pooled = [_pooled(states, encoder, options) for states in encoder.encode(waves)]
    return pooled if encoder.standardise else [_half(s) for s in pooled]


def _pooled(states: torch.Tensor, encoder: Encoder, options: FrameOptions) -> torch.Tensor:
    kept = states[:, -1:] if options.layers == "last" else states
    return pool(kept, rate=encoder.rate, keep=options.rate)


def _long(wave: np.ndarray, encoder: Encoder, options: FrameOptions, window: int) -> torch.Tensor:
    """Encode window by window, pooling each at once: of an hour all hidden states are too many."""
    kept, weights = [], []
    for start in range(0, len(wave), window):
        part = wave[start : start + window]
        if start == 0 or len(part) >= encoder.shortest:
            (states,) = encoder.encode([part])
            kept.append(_pooled(states, encoder, options))
            weights.append(len(states) if encoder.rate else len(part))
    return joined(kept, weights, rate=encoder.rate, keep=options.rate)


def _half(states: torch.Tensor) -> torch.Tensor:
    """Halve the precision, except where a value would become infinite."""
    half = states.half()
    return half if torch.isfinite(half).all() else states
