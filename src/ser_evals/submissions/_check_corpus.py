"""Are ids and references those of the corpus: nothing missing, doubled, unknown, relabelled?"""

from collections.abc import Mapping
from typing import Any

from ser_evals.runs import corpus_facts
from ser_evals.submissions._check_counts import check_counts
from ser_evals.submissions._check_sums import check_sums
from ser_evals.submissions._clean import without_names
from ser_evals.submissions._compare import differences
from ser_evals.submissions._outcome import UncheckedError, refuse, same
from ser_evals.submissions._run import Run


def check_corpus(run: Run) -> str:
    """Compare with the corpus as the verifier or the Hub has it, else with counts alone."""
    problems = [text for name in run.data for text in _facts(run, name)]
    mine = run.test in run.data
    if run.rows is None or run.closed:
        counted = check_counts(run)
        refuse(problems + (check_sums(run) if mine and run.closed else []))
        if mine:
            return f"{counted}, of each class as many as in the copy here, which is the run's"
        raise UncheckedError(f"only counted: {counted}; no copy of {run.test} to compare with")
    refuse(problems + differences(run, run.rows))
    said = "ids, references, speakers and groups are those of "
    return said + ("the copy here, and so are the recordings" if mine else "the Hub's copy")


def _facts(run: Run, name: str) -> list[str]:
    """Compare what run.json says of a corpus with the verifier's copy."""
    stated = run.record["corpora"][name]
    found: Mapping[str, Any] = corpus_facts(run.data[name], run.settings)
    if found["fingerprint"] != stated.get("fingerprint"):
        return [
            f"{name}: the copy here is not what the run was made with: "
            f"{stated.get('utterances')} utterances there, {found['utterances']} here, or other "
            "audio, labels or speakers"
        ]
    if run.place.public and run.data[name].corpus.redistributable == "nothing":
        found, stated = without_names(found), without_names(stated)
    return [t for k in sorted(found) for t in same(f"{name}: {k}", stated.get(k), found[k])]
