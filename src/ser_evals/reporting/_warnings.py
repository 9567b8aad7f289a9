"""What a reader must know before believing a score, gathered by kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ser_evals.reporting._results import split_warnings
from ser_evals.reporting._systems import System
from ser_evals.reporting._words import route

Run = tuple[str, str, str]
SYNTHETIC = "synthetic speech: these numbers say nothing about real emotion recognition"


@dataclass(frozen=True)
class Kind:
    """A family of warnings: how to recognise it, and what it means for the numbers."""

    title: str
    meaning: str
    pattern: str
    serious: bool = False


KINDS = (
    Kind("Leak", "Test material may have been seen in training: scores are too high.",
         r"leak|overlap|duplicate|identical", serious=True),
    Kind("Contamination", "The backbone was pretrained on the tested corpus: not zero-shot.",
         r"contaminat|pretrain", serious=True),
    Kind("Synthetic speech", "Good for trying the software out, and for nothing else.",
         r"synthetic", serious=True),
    Kind("Speaker-dependent", "Heads may have heard the test speakers: not to be ranked.",
         r"speaker.dependent|no speaker|speakers? unknown", serious=True),
    Kind("Oracle prior", "The adjustment knows the true label distribution of the test corpus.",
         r"oracle", serious=True),
    Kind("Transductive", "The prior was estimated on the unlabelled test corpus itself.",
         r"transductive|estimated prior|prior.*collaps"),
    Kind("Few speakers", "The interval is rough, or resamples utterances and is then too narrow.",
         r"few speakers|\d+ speakers?\b|over utterances|ci_unit"),
    Kind("Skipped audio", "The scores cover less than the corpus.",
         r"unreadable|skipped|could not be (read|decoded)|broken|corrupt"),
    Kind("Part of a corpus", "Not comparable with scores on the whole corpus.",
         r"a full copy has|limited to"),
    Kind("Division", "How the corpus was divided into training and test material.",
         r"official split"),
    Kind("Changed data", "Runs of this page did not read the same corpus.", r"fingerprint"),
    Kind("Other", "", r""),
)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """One message, and for each system in words the runs that it concerns."""

    text: str
    concerns: tuple[tuple[str, tuple[str, ...]], ...]


def grouped(systems: Sequence[System]) -> list[tuple[Kind, list[Message]]]:
    """Collect the warnings of scores, runs and records; the most serious kinds come first.

    Args:
        systems: the page's systems with their results and runs.

    Returns:
        Kinds that occur, each with its messages in alphabetical order.
    """
    found: dict[str, dict[int, set[Run]]] = {}
    for index, system in enumerate(systems):
        for text, run in (*_said(system), *_implied(system)):
            found.setdefault(text, {}).setdefault(index, set()).add(run)
    groups: dict[Kind, list[Message]] = {kind: [] for kind in KINDS}
    for text, owners in sorted(found.items()):
        concerns = [(systems[i].name, concerned(systems[i], runs)) for i, runs in owners.items()]
        groups[kind_of(text)].append(Message(text, tuple(concerns)))
    return [(kind, messages) for kind, messages in groups.items() if messages]


def kind_of(text: str) -> Kind:
    """The first kind whose pattern occurs in a message."""
    return next(kind for kind in KINDS if re.search(kind.pattern, text.lower()))


def concerned(system: System, runs: set[Run]) -> tuple[str, ...]:
    """Name runs as briefly as possible: all of a kind, all on a corpus, and the rest singly."""
    routes = {result.run: route(result) for result in system.results}
    left, names = set(runs), []
    for phrase, share in _families(set(routes)):
        if len(share) > 1 and share <= runs and share & left:
            names.append(phrase)
            left -= share
    return (*names, *(routes.get(run, " → ".join(run[:2])) for run in sorted(left)))


def _families(runs: set[Run]) -> Iterator[tuple[str, set[Run]]]:
    """Sets of runs that have a short name, the largest first."""
    across = {run for run in runs if run[2] != "in_domain"}
    yield f"all {len(runs)} runs", runs
    yield f"all {len(across)} zero-shot runs", across
    yield f"all {len(runs) - len(across)} in-domain runs", runs - across
    for corpus in sorted({run[1] for run in runs}):
        yield f"everything with {corpus}", {run for run in runs if corpus in run[:2]}
    for place, phrase in ((1, "tested on"), (0, "trained on")):
        for corpus in sorted({run[place] for run in runs}):
            share = {run for run in runs if run[place] == corpus}
            yield f"everything {phrase} {corpus}", share
            yield f"everything zero-shot {phrase} {corpus}", share & across


def _said(system: System) -> Iterator[tuple[str, Run]]:
    for result in system.results:
        yield from ((text, result.run) for text in result.warnings)
    for run in system.runs:
        for warning in run.warnings:
            address = (run.train, run.test, run.setting)
            yield from ((text, address) for text in split_warnings(warning))


def _implied(system: System) -> Iterator[tuple[str, Run]]:
    """What follows from the table and the records, where no message of that kind says so."""
    covered = {(kind_of(text).title, run) for text, run in _said(system)}
    for text, run in (*_from_results(system), *_from_records(system)):
        if (kind_of(text).title, run) not in covered:
            yield text, run


def _from_results(system: System) -> Iterator[tuple[str, Run]]:
    for result in system.results:
        if result.prior == "oracle":
            yield "oracle prior: the test corpus's true label distribution was used", result.run
        if result.prior == "estimated":
            yield "transductive: prior estimated on the unlabelled test corpus", result.run
        if result.speaker_dependent:
            yield f"{result.test}: no speakers known, folds are speaker-dependent", result.run
        elif result.unit == "utterance":
            yield f"{result.test}: the interval is over utterances, not speakers", result.run


def _from_records(system: System) -> Iterator[tuple[str, Run]]:
    prints: dict[str, dict[str, set[Run]]] = {}
    for run in system.runs:
        address = (run.train, run.test, run.setting)
        for name, corpus in run.section("corpora").items():
            if corpus.get("synthetic"):
                yield f"{name} is synthetic speech", address
            if lost := corpus.get("unreadable"):
                yield f"{name}: {len(lost)} unreadable file{'s' * (len(lost) > 1)} skipped", address
            prints.setdefault(name, {}).setdefault(str(corpus.get("fingerprint")), set())
            prints[name][str(corpus.get("fingerprint"))].add(address)
    for name, versions in prints.items():
        if len(versions) > 1:
            text = f"{name} was read with {len(versions)} different fingerprints"
            yield from ((text, run) for runs in versions.values() for run in sorted(runs))
