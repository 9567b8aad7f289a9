"""How many there are, compared with a full copy."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ser_evals.corpora import Corpus, Utterance
from ser_evals.validation._findings import Finding, Item, finding


def found_counts(utterances: Sequence[Utterance]) -> dict[str, Any]:
    """Count utterances, speakers, labels and splits."""
    return {
        "utterances": len(utterances),
        "speakers": len({u.speaker for u in utterances} - {None}),
        "labels": dict(sorted(Counter(u.label for u in utterances).items())),
        "splits": dict(sorted(Counter(u.split for u in utterances if u.split).items())),
    }


def expected_counts(corpus: Corpus) -> dict[str, Any]:
    """Return what is known of a full copy."""
    return {
        "utterances": corpus.utterances,
        "speakers": corpus.speakers,
        "labels": dict(sorted(corpus.counts.items())),
        "splits": dict(sorted(corpus.splits.items())),
        "sampling_rate": corpus.sampling_rate,
    }


def compare_counts(found: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield where a copy has more than a full one (errors) or less (warnings).

    Args:
        found: see `found_counts`.
        expected: see `expected_counts`.
    """
    for check in ("utterances", "speakers"):
        known = {} if expected[check] is None else {check: expected[check]}
        yield from _compare(check, {check: found[check]}, known)
    for check in ("labels", "splits"):
        yield from _compare(check, found[check], expected[check])


def _compare(
    check: str, found: Mapping[str, int], expected: Mapping[str, int | None]
) -> Iterator[Finding]:
    if not expected:
        return
    more, fewer = [], []
    for name in sorted(found | expected):
        here, full = found.get(name, 0), expected.get(name, 0)
        if full is not None and here != full:
            case = Item((name,), f"{here} found, {full} in a full copy")
            (more if here > full else fewer).append(case)
    yield from finding(check, "error", "more than in a full copy: another release?", more)
    yield from finding(check, "warning", "fewer than in a full copy", fewer)
