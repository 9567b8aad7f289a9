"""Utterances that are stretches of longer files: those outside of it, and those that overlap."""

import functools
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ser_evals import audio
from ser_evals.corpora import Utterance
from ser_evals.data._scan import FileFacts

log = logging.getLogger("ser_evals")


def is_stretch(utterance: Utterance) -> bool:
    """Say whether an utterance is a part of its file."""
    return utterance.start is not None or utterance.end is not None


def bounds(utterance: Utterance, seconds: float) -> tuple[float, float]:
    """Return where an utterance begins and ends (s) in a file that lasts so many seconds."""
    end = seconds if utterance.end is None else min(utterance.end, seconds)
    return float(utterance.start or 0.0), float(end)


def outside(kept: Sequence[Utterance], facts: Mapping[str, FileFacts]) -> dict[str, str]:
    """Return why stretches of readable files cannot be used, by the id of the utterance."""
    found = {}
    for u in kept:
        if is_stretch(u) and facts[u.path].error is None:
            try:
                audio.check_stretch(u.start, u.end, seconds=facts[u.path].seconds)
            except audio.Unreadable as error:
                found[u.id] = f"{u.path} {error.reason} ({u.id})"
    return found


def warn_of_overlaps(
    name: str,
    root: Path,
    kept: Sequence[Utterance],
    facts: Mapping[str, FileFacts],
    groups: Sequence[str],
) -> None:
    """Say so if the sound of one group is heard in another one."""
    of = {u.id: group for u, group in zip(kept, groups, strict=True)}
    pairs = [(a, b) for a, b in _overlaps(kept, facts) if of[a] != of[b]]
    if pairs:
        _warn(name, root, len(pairs), *pairs[0])


def _overlaps(
    kept: Sequence[Utterance], facts: Mapping[str, FileFacts]
) -> Iterator[tuple[str, str]]:
    """Yield the ids of two utterances with more than a rounding error of sound in common."""
    files: dict[str, list[tuple[float, float, str]]] = {}
    for u in kept:
        files.setdefault(u.path, []).append((*bounds(u, facts[u.path].seconds), u.id))
    for stretches in files.values():
        running: list[tuple[float, str]] = []
        for start, end, name in sorted(stretches):
            running = [(until, other) for until, other in running if until > start + audio.LATE]
            yield from ((other, name) for _, other in running)
            running.append((end, name))


@functools.cache
def _warn(name: str, root: Path, pairs: int, first: str, second: str) -> None:
    """Say so once per process and folder: `load_dataset` reads a folder more than once."""
    message = (
        "%s: %d pairs of stretches overlap in their file although folds may divide them, such as "
        "%s and %s in %s: what is heard in one of them is heard in the other"
    )
    log.warning(message, name, pairs, first, second, root)
