"""Recordings that are in a corpus twice, told apart by what they cross."""

import filecmp
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ser_evals.corpora import Corpus, Utterance
from ser_evals.validation._findings import Finding, Item, Severity, finding
from ser_evals.validation._sound import Sound

CROSSINGS: dict[str, tuple[Severity, str]] = {
    "identical_splits": ("error", "one recording in two official splits: a leak"),
    "identical_labels": ("warning", "one recording under two labels"),
    "identical_speakers": ("warning", "one recording of two speakers"),
    "identical": ("note", "one recording twice, of one speaker or of nobody known"),
    "identical_known": ("note", "one recording twice, as the record says"),
}
"""The gravest of what a group of identical recordings crosses comes first."""


def check_identical(
    corpus: Corpus,
    root: Path,
    utterances: Sequence[Utterance],
    sounds: Mapping[str, Sound],
) -> Iterator[Finding]:
    """Yield groups of utterances whose decoded samples, rate and channels are the same.

    Args:
        corpus: the record, which may list some of them.
        root: the corpus's folder.
        utterances: as read.
        sounds: what is heard in each utterance, by its id; those without are left out.
    """
    groups: dict[str, list[Utterance]] = {}
    for u in utterances:
        if u.id in sounds and sounds[u.id].seconds:
            groups.setdefault(sounds[u.id].digest, []).append(u)
    listed = [frozenset(ids) for ids in corpus.duplicates]
    cases: dict[str, list[Item]] = {check: [] for check in CROSSINGS}
    for group in groups.values():
        if len(group) > 1:
            check, item = _case(group, listed, root)
            cases[check].append(item)
    for check, (severity, message) in CROSSINGS.items():
        yield from finding(check, severity, message, cases[check])
    differ = [Item(ids) for ids in corpus.duplicates if _differ(ids, sounds)]
    message = "the record says that they are one recording, here they differ: another release?"
    yield from finding("identical_not", "warning", message, differ)


def _case(group: list[Utterance], listed: list[frozenset[str]], root: Path) -> tuple[str, Item]:
    ids = tuple(u.id for u in group)
    fields = {"split": "splits", "label": "labels", "speaker": "speakers"}
    values = {field: sorted({getattr(u, field) for u in group} - {None}) for field in fields}
    crossed = [field for field in fields if len(values[field]) > 1]
    notes = ["same bytes" if _same_bytes(group, root) else "same samples"]
    notes += [f"{fields[field]} {', '.join(values[field])}" for field in crossed]
    check = f"identical_{fields[crossed[0]]}" if crossed else "identical"
    if any(known.issuperset(ids) for known in listed):
        check = "identical_known"
    return check, Item(ids, "; ".join(notes))


def _same_bytes(group: list[Utterance], root: Path) -> bool:
    whole = all(u.start is None and u.end is None for u in group)
    first, *others = (root / u.path for u in group)
    return whole and all(filecmp.cmp(first, other, shallow=False) for other in others)


def _differ(ids: tuple[str, ...], sounds: Mapping[str, Sound]) -> bool:
    return all(name in sounds for name in ids) and len({sounds[name].digest for name in ids}) > 1
