"""Where no row of a corpus may be published: is a record's every word one that a run writes?"""

import re
from collections.abc import Iterator
from typing import Any

from ser_evals.backbones import list_backbones
from ser_evals.corpora import Corpus
from ser_evals.protocols import DIVISIONS
from ser_evals.runs import find_corpus
from ser_evals.submissions._command import command_of
from ser_evals.submissions._outcome import same
from ser_evals.submissions._run import Run

NUMBER = r"-?\d{1,12}(\.\d{1,20})?(e-?\d{1,3})?"
WORD = r"[\w.:+!,()\[\]= /-]{0,80}"
LONG = r"[^\n]{0,120}"
FORMS = {
    "wall_s": NUMBER, "heads": NUMBER, "processes": NUMBER, "peak_memory_mb": NUMBER,
    "calibrated": "True|False", "device": WORD, "versions.*": r"[\w.+!-]{0,40}",
    "git.commit": r"[0-9a-f]{40}", "git.dirty": "True|False", "started": r"[0-9T:.+Z -]{0,40}",
    "config.*": WORD, "backbone.*": WORD, "backbone.licence": LONG, "corpora.*": WORD,
    "config.masked": "[a-z_ ]{1,24}", "config.class_sets": "shared|all|present",
    "corpora.languages": "[a-zA-Z-]{2,12}", "corpora.unreadable": "withheld",
    "corpora.title": LONG, "corpora.licence": LONG, "corpora.division": DIVISIONS,
    "corpora.dropped": NUMBER, "corpora.fingerprint": r"[0-9a-f]{0,64}",
}  # fmt: skip
"""What a value looks like by its key; of a list and of a mapping every value does."""
MOST = 60
"""Entries of a list or a mapping."""


def check_words(run: Run) -> list[str]:
    """Return where a record could carry rows of a corpus that may not be published."""
    if not run.closed_corpora:
        return []
    record, problems = run.record, []
    problems += same("command", record.get("command"), command_of(record))
    if record["backbone"]["name"] not in list_backbones():
        problems += same("backbone.pretraining", record["backbone"]["pretraining"], [])
    for name, facts in record["corpora"].items():
        problems += _facts(name, facts, find_corpus(name, run.own), record["config"]["taxonomy"])
    for key, form, value in _values(record):
        if len(str(value)) > 200 or not re.fullmatch(form, str(value)):
            problems.append(f"run.json: {key} is {str(value)[:40]!r}: no run says that")
    return problems


def _facts(name: str, facts: dict[str, Any], corpus: Corpus | None, taxonomy: str) -> list[str]:
    if corpus is None or facts["record"] != corpus.version or taxonomy in corpus.tasks:
        return []
    known = {"title": corpus.title, "licence": corpus.licence, "languages": [*corpus.languages]}
    problems = [text for k, v in known.items() for text in same(f"{name}: {k}", facts[k], v)]
    return problems + [
        f"{name}: no label {n[:40]!r}" for n in facts["dropped"] if n not in corpus.labels
    ]


def _values(record: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield key, form and value of all that no other check compares."""
    for key, value in record.items():
        if key == "corpora":
            for facts in value.values():
                for name, fact in facts.items():
                    yield from _leaves(f"corpora.{name}", fact)
        elif isinstance(value, dict):
            for name, fact in value.items():
                yield from _leaves(f"{key}.{name}", fact)
        elif key in FORMS:
            yield from _leaves(key, value)


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    form = FORMS.get(key, FORMS.get(f"{key.partition('.')[0]}.*", WORD))
    if isinstance(value, dict | list):
        if len(value) > MOST:
            yield key, "few entries", value
        for name in value:
            yield key, WORD if isinstance(value, dict) else form, name
        for inner in value.values() if isinstance(value, dict) else ():
            yield from _leaves(key, inner)
    elif value is not None:
        yield key, form, value
