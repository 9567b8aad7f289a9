"""The numbers of a local copy."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ser_evals.audio import Unreadable, check_stretch
from ser_evals.corpora import Corpus, Utterance
from ser_evals.data import scan, warn_of_count
from ser_evals.errors import SerEvalsError
from ser_evals.survey._statistics import Statistics

T = TypeVar("T", str, int)


def counted(
    corpus: Corpus, mapping: dict[str, str | None], taxonomy: str, root: Path
) -> Statistics:
    """Count what a folder holds, without files and stretches that cannot be used.

    A folder with fewer or more utterances than a full copy is warned about.

    Args:
        corpus: the record.
        mapping: label to class, None for one that is dropped; empty if there are no classes.
        taxonomy: name of the mapping.
        root: the corpus's folder.

    Raises:
        SerEvalsError: if nothing in the folder can be used.
    """
    utterances = list(corpus.read(root))
    warn_of_count(corpus.name, root, len(utterances), corpus.utterances)
    facts = scan(root, sorted({u.path for u in utterances}))
    used = [u for u in utterances if _usable(u, facts[u.path].error, facts[u.path].seconds)]
    if not used:
        raise SerEvalsError(f"{corpus.name}: no audio file below {root} can be used")
    targets = [mapping.get(u.tasks.get(taxonomy, u.label)) for u in used]
    tags = [u.language or corpus.languages[0] for u in used]
    pairs = [(tag, target) for tag, target in zip(tags, targets, strict=True) if target]
    sexes = {u.speaker: u.sex or "unknown" for u in used if u.speaker is not None}
    seconds = [_seconds(u, facts[u.path].seconds) for u in used]
    return Statistics(
        corpus=corpus.name,
        title=corpus.title,
        record=corpus.version,
        taxonomy=taxonomy,
        counted=True,
        utterances=len(used),
        speakers=len(sexes) or None,
        tags=tuple(sorted(set(tags))),
        languages=_count(tags),
        labels=_count(u.label for u in used),
        classes={
            tag: _count(target for other, target in pairs if other == tag)
            for tag in sorted({tag for tag, _ in pairs})
        },
        dropped=targets.count(None) if mapping else 0,
        splits=_count(u.split for u in used if u.split),
        unusable=len(utterances) - len(used),
        hours=round(sum(seconds) / 3600, 4),
        sexes=_count(sexes.values()),
        seconds=_spread(seconds),
        sampling_rates=_count(facts[u.path].sampling_rate for u in used),
        channels=_count(facts[u.path].channels for u in used),
    )


def _usable(utterance: Utterance, error: str | None, length: float) -> bool:
    if error is not None:
        return False
    try:
        check_stretch(utterance.start, utterance.end, seconds=length)
    except Unreadable:
        return False
    return True


def _seconds(utterance: Utterance, length: float) -> float:
    end = length if utterance.end is None else min(utterance.end, length)
    return end - (utterance.start or 0.0)


def _count(values: Iterable[T]) -> dict[T, int]:
    return dict(sorted(Counter(values).items()))


def _spread(seconds: list[float]) -> dict[str, Any]:
    tenths = [round(float(value), 3) for value in np.quantile(seconds, np.arange(11) / 10)]
    return {"min": tenths[0], "median": tenths[5], "max": tenths[10], "deciles": tenths[1:10]}
