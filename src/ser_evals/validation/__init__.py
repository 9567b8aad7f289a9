"""A local copy of a corpus, compared with its record and listened to."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ser_evals import __version__
from ser_evals.corpora import Corpus, Utterance, get_corpus, own_folder
from ser_evals.data import scan
from ser_evals.errors import SerEvalsError
from ser_evals.paths import check_writable, write_atomically
from ser_evals.validation._counts import compare_counts, expected_counts, found_counts
from ser_evals.validation._files import (
    check_extra,
    check_rates,
    check_stretches,
    check_unreadable,
    outside,
)
from ser_evals.validation._findings import SEVERITIES, Finding, Item, Validation, finding
from ser_evals.validation._hearing import Heard, cores, hear
from ser_evals.validation._identical import check_identical
from ser_evals.validation._levels import check_levels
from ser_evals.validation._sound import Sound, Stretch
from ser_evals.validation._table import print_validation
from ser_evals.validation._values import check_values

__all__ = ["Finding", "Item", "Validation", "cores", "print_validation", "validate"]


def validate(
    name: str | Path,
    *,
    data_dir: str | Path,
    output: str | Path | None = None,
    workers: int = 1,
) -> Validation:
    """Compare a local copy of a corpus with its record, and listen to every utterance.

    Args:
        name: corpus name, see `list_corpora`, or the path of a record.
        data_dir: folder with one folder per corpus.
        output: JSON file to write, with every case of every finding.
        workers: processes that listen. More than one is faster from some thousand files on; a
            script that asks for it needs `if __name__ == "__main__"`.

    Returns:
        What was found and expected, and the findings, errors first. What stops the reader (an
        unknown label) is the only finding then.

    Raises:
        SerEvalsError: if there is no such corpus, no such folder, or the output cannot be written.
    """
    start = time.perf_counter()
    corpus = get_corpus(name)
    root = own_folder(corpus, data_dir)
    if output is not None:
        # Said now, not after hours of listening.
        check_writable(Path(output).expanduser().parent)
        if Path(output).expanduser().is_dir():
            raise SerEvalsError(f"{output} is a folder: give the name of a JSON file")
    try:
        utterances = sorted(corpus.read(root), key=lambda u: u.id)
    except SerEvalsError as error:
        found, findings = {}, finding("reading", "error", "not readable", [Item((), str(error))])
    else:
        found, findings = _look(corpus, root, utterances, workers)
    validation = Validation(
        corpus=corpus.name,
        record=corpus.version,
        package=__version__,
        found=found,
        expected=expected_counts(corpus),
        findings=tuple(sorted(findings, key=lambda f: SEVERITIES.index(f.severity))),
        seconds=time.perf_counter() - start,
    )
    if output is not None:
        write_atomically(Path(output).expanduser(), validation.json().encode())
    return validation


def _look(
    corpus: Corpus, root: Path, utterances: Sequence[Utterance], workers: int
) -> tuple[dict[str, Any], list[Finding]]:
    facts = scan(root, sorted({u.path for u in utterances}))
    lengths = {path: fact.seconds for path, fact in facts.items() if fact.error is None}
    beyond = outside(utterances, lengths)
    stretches: dict[str, list[Stretch]] = {}
    audible = [u for u in utterances if u.path in lengths and u.id not in beyond]
    for u in audible:
        stretches.setdefault(u.path, []).append((u.start, u.end))
    heard = hear(root, stretches, workers=workers)
    errors = {path: fact.error for path, fact in facts.items() if fact.error}
    errors |= {path: reason for path, reason in heard.items() if isinstance(reason, str)}
    usable = [fact for path, fact in facts.items() if path not in errors]
    sounds = _by_utterance(audible, heard)
    rates = Counter(fact.sampling_rate for fact in usable)
    found = found_counts(utterances) | {
        "files": len(facts),
        "hours": round(sum(sound.seconds for sound in sounds.values()) / 3600, 4),
        "sampling_rates": dict(sorted(rates.items())),
        "channels": dict(sorted(Counter(fact.channels for fact in usable).items())),
    }
    return found, [
        *compare_counts(found, expected_counts(corpus)),
        *check_values(corpus, utterances),
        *check_unreadable(errors),
        *check_stretches(beyond),
        *check_identical(corpus, root, utterances, sounds),
        *check_levels(sounds),
        *check_rates(corpus, rates),
        *check_extra(corpus, root, facts),
    ]


def _by_utterance(utterances: Sequence[Utterance], heard: Mapping[str, Heard]) -> dict[str, Sound]:
    """Hand the sounds of each file to its utterances, which come in the same order."""
    left: dict[str, Iterator[Sound]] = {
        path: iter(sounds) for path, sounds in heard.items() if not isinstance(sounds, str)
    }
    return {u.id: next(left[u.path]) for u in utterances if u.path in left}
