"""Was the backbone trained on what it is tested on, and do the warnings say what they must?"""

from typing import Any

from ser_evals.protocols import without_example
from ser_evals.runs import corpus_facts, find_corpus, warnings
from ser_evals.submissions._clean import without_names
from ser_evals.submissions._outcome import FlaggedError, refuse
from ser_evals.submissions._run import Run


def check_contamination(run: Run) -> str:
    """Compute the warnings again, and flag what makes a score worth less."""
    facts = {name: _facts(run, name) for name in {*run.sources, run.test}}
    needed = warnings(run.settings, run.sources, run.test, facts)
    if run.place.public:
        needed = [without_example(text) for text in needed]
    stated = [without_example(t) if run.place.public else t for t in run.record["warnings"]]
    refuse([f"run.json lacks the warning {text!r}" for text in needed if text not in stated])
    if run.closed_corpora:
        refuse(
            [f"run.json has the warning {t[:60]!r}, for nothing" for t in stated if t not in needed]
        )
    if flags := _flags(run):
        raise FlaggedError("; ".join(flags))
    return f"{run.settings.backbone.name} is not known to have seen {run.test}"


def _facts(run: Run, name: str) -> dict[str, Any]:
    """Return what is known of a corpus; where nothing is, what the run says."""
    if name in run.data:
        found = corpus_facts(run.data[name], run.settings)
        closed = run.data[name].corpus.redistributable == "nothing"
        return without_names(found) if closed and run.place.public else found
    facts, corpus = dict(run.record["corpora"][name]), find_corpus(name, run.own)
    if corpus is not None:
        facts |= {"synthetic": corpus.synthetic}
        if facts.get("record") == corpus.version:
            facts |= {"full_copy": corpus.utterances}
    return facts


def _flags(run: Run) -> list[str]:
    told, known = run.record["backbone"], run.settings.backbone
    flags = _versions(run)
    related = [name for name in known.pretraining if _stem(name) == _stem(run.test)]
    for name in related:
        kin = "" if name == run.test else f", of the same family as {run.test}"
        flags.append(f"contamination: {known.name} was pretrained on {name}{kin}")
    if told["revision"].startswith("local-"):
        flags.append(f"{known.name} is a folder of the submitter's: nothing is known of its past")
    elif known.engine in ("transformers", "network") and known.revision is None:
        flags.append(f"{known.name} has no pinned revision in its record")
    return flags


def _versions(run: Run) -> list[str]:
    """Say where a full copy is what the run says, as nobody here knows better."""
    flags = []
    for name in sorted({*run.sources, run.test} - set(run.data)):
        corpus, stated = find_corpus(name, run.own), run.record["corpora"][name]["record"]
        if corpus is not None and stated != corpus.version:
            flags.append(
                f"{name}: made with version {stated} of its record, known is {corpus.version}"
            )
    return flags


def _stem(name: str) -> str:
    return name.lower().replace("-", "_").split("_")[0]
