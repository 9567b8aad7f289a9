"""Are ids and references those of the corpus: nothing missing, doubled, unknown, relabelled?"""

from collections.abc import Mapping
from typing import Any

from ser_evals.runs import corpus_facts
from ser_evals.submissions._check_copies import check_copy
from ser_evals.submissions._check_counts import check_counts
from ser_evals.submissions._check_sums import check_sums
from ser_evals.submissions._clean import without_names
from ser_evals.submissions._compare import differences
from ser_evals.submissions._outcome import UncheckedError, refuse, same
from ser_evals.submissions._run import Run


def check_corpus(run: Run) -> str:
    """Compare with the corpus as the verifier or the Hub has it, else with counts alone."""
    problems, reasons = [], []
    for name, copy in run.copies.items():
        if name in run.data:
            problems += _facts(run, name)
        else:
            wrong, reason = check_copy(run, name, copy)
            problems += wrong
            reasons += [reason] * bool(reason)
    mine = run.test in run.data
    if run.closed:
        problems += check_sums(run) if mine else []
        said = f"{check_counts(run)}, of each class as many as in the copy here, which is the run's"
    elif run.rows is not None:
        problems += differences(run, run.rows)
        said = "ids, references, speakers and groups are those of "
        said += "the copy here, and so are the recordings" if mine else "the Hub's copy"
    refuse(problems)
    if not mine and (run.closed or run.rows is None):
        why = "; ".join(reasons) or f"no copy of {run.test} to compare with"
        raise UncheckedError(f"only counted: {check_counts(run)}; {why}")
    if reasons:
        raise UncheckedError("; ".join([said, *reasons]))
    return said


def _facts(run: Run, name: str) -> list[str]:
    """Compare what run.json says of a corpus with the verifier's copy."""
    stated = run.record["corpora"][name]
    found: Mapping[str, Any] = corpus_facts(run.data[name], run.settings)
    if run.place.public and run.data[name].corpus.redistributable == "nothing":
        found, stated = without_names(found), without_names(stated)
    return [t for k in sorted(found) for t in same(f"{name}: {k}", stated.get(k), found[k])]
