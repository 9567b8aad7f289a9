from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._classes import Indices, as_list, factorize

FEWEST_SPEAKERS = 5


@dataclass(frozen=True)
class Units:
    """Rows counted by independent unit: what every interval is computed from.

    Attributes:
        kind: what a unit is.
        unit: which unit a row belongs to.
        cell: which (seed, reference, prediction) a row is, as one index.
        copies: how many units look like this one (U,).
        shape: (seeds, classes, classes).
        utterance: which utterance a row belongs to, where units are speakers and it was asked for.
    """

    kind: Literal["speaker", "utterance"]
    unit: Indices
    cell: Indices
    copies: NDArray[np.int64]
    shape: tuple[int, int, int]
    utterance: Indices | None = None

    @property
    def size(self) -> int:
        """How many units there are."""
        return int(self.copies.sum())

    @property
    def total(self) -> NDArray[np.float64]:
        """The confusion matrices (S, C, C) of all units."""
        weights = self.copies[self.unit].astype(float)
        return np.bincount(self.cell, weights, int(np.prod(self.shape))).reshape(self.shape)


def group(
    true: Indices,
    guess: Indices,
    classes: int,
    *,
    speakers: Iterable[Any] | None,
    seeds: Iterable[Any] | None,
    utterances: Iterable[Any] | None,
    nested: bool = False,
) -> Units:
    """Gather rows into speakers or, with fewer than five of them, into utterances.

    With `nested`, the utterances of the speakers are kept too.
    """
    rows = len(true)
    seed = np.zeros(rows, np.intp) if seeds is None else _ids(seeds, rows, "seeds")
    shape = (int(seed.max()) + 1, classes, classes)
    cell = (seed * classes + true) * classes + guess
    speaker = None if speakers is None else _ids(speakers, rows, "speakers")
    count = 0 if speaker is None else int(speaker.max()) + 1
    if count >= FEWEST_SPEAKERS and not nested:
        return Units("speaker", speaker, cell, np.ones(count, np.int64), shape)
    if utterances is not None:
        utterance = _ids(utterances, rows, "utterances")
    else:
        utterance = _by_position(seed, true)
    if count >= FEWEST_SPEAKERS:
        return Units("speaker", speaker, cell, np.ones(count, np.int64), shape, utterance)
    return _merge(utterance, cell, shape)


def _ids(values: Iterable[Any], rows: int, name: str) -> Indices:
    found = as_list(values, name)
    if len(found) != rows:
        raise SerEvalsError(f"{name}: expected one for each of the {rows} rows, found {len(found)}")
    return factorize(found, name)[0]


def _by_position(seed: Indices, true: Indices) -> Indices:
    """Take the k-th row of every seed to be the same utterance."""
    order = np.argsort(seed, kind="stable")
    counts = np.bincount(seed)
    if (counts != counts[0]).any() or np.ptp(true[order].reshape(len(counts), -1), axis=0).any():
        raise SerEvalsError(
            "seeds: the rows of the seeds are not the same utterances in the same order; "
            "give utterances=, an id for each row"
        )
    position = np.empty(len(seed), np.intp)
    position[order] = np.tile(np.arange(counts[0]), len(counts))
    return position


def _merge(utterance: Indices, cell: Indices, shape: tuple[int, int, int]) -> Units:
    """Keep one of all utterances with the same rows, and count its copies.

    Utterances are compared by a 64-bit hash: the wrapping sum of a random number for each cell.
    Units are in order of appearance, so that exchanging two systems changes no random draw.
    """
    code = np.random.default_rng(0).integers(1 << 63, size=int(np.prod(shape)), dtype=np.uint64)
    order = np.argsort(utterance, kind="stable")
    starts = np.flatnonzero(np.diff(utterance[order], prepend=-1))
    hashes = np.add.reduceat(code[cell[order]], starts)
    _, first, copies = np.unique(hashes, return_index=True, return_counts=True)
    order = np.argsort(first)
    first, copies = first[order], copies[order]
    renumbered = np.full(len(starts), -1)
    renumbered[first] = np.arange(len(first))
    unit = renumbered[utterance]
    kept = unit >= 0
    return Units("utterance", unit[kept], cell[kept], copies.astype(np.int64), shape)
