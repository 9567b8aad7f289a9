"""Do the numbers that a record tells of a corpus add up?"""

from typing import Any

from ser_evals.corpora import Corpus
from ser_evals.runs import find_corpus
from ser_evals.submissions._run import Run


def check_numbers(run: Run) -> list[str]:
    """Return where utterances vanish: what is neither used, nor left out for a stated reason."""
    config, found = run.record["config"], []
    for name in sorted({*run.sources, run.test}):
        facts, corpus = run.record["corpora"][name], find_corpus(name, run.own)
        problems = _sums(facts, config["limit"])
        problems += [] if corpus is None else _dropped(facts, corpus, config["taxonomy"])
        found += [f"{name}: {text}" for text in problems]
    return found


def _sums(facts: dict[str, Any], limit: int | None) -> list[str]:
    left = facts["found"] - sum(facts["dropped"].values())
    limited = facts["limited_from"]
    most = left if limit is None else min(left, limit)
    if limited != (left if most < left else None):
        return [f"limited from {limited}, but {left} utterances are left, and the limit is {limit}"]
    lost = most - facts["utterances"]
    if lost < 0 or (lost and not facts["unreadable"]):
        return [f"{facts['utterances']} utterances are used, but {most} are left of those found"]
    return []


def _dropped(facts: dict[str, Any], corpus: Corpus, taxonomy: str) -> list[str]:
    if taxonomy in corpus.tasks or facts["record"] != corpus.version:
        return []
    known = corpus.mapping(taxonomy)
    return [
        f"utterances of {label!r} are left out, which {taxonomy} has"
        for label in sorted(facts["dropped"])
        if known.get(label) is not None
    ]
