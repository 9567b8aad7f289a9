"""Copies of corpora that are not what a run was made with: other parts, or contradictions?"""

from typing import Any

from ser_evals.data import CorpusData
from ser_evals.runs import corpus_facts
from ser_evals.submissions._compare import differences, disagreements
from ser_evals.submissions._outcome import same
from ser_evals.submissions._run import Run

FIXED = ("title", "full_copy", "languages", "licence", "synthetic", "record")
"""What is said of a corpus whatever part of it one has."""


def check_copy(run: Run, name: str, data: CorpusData) -> tuple[list[str], str]:
    """Compare a run with a copy whose fingerprint is not that of the run.

    Where this copy is known to be incomplete, and is not the part that the run had, nothing follows
    from what only one of them holds. What both hold must agree all the same.

    Returns:
        What is wrong, and why the rest could not be compared; "" where all of it was.
    """
    stated, asked = run.record["corpora"][name], name == run.test and not run.closed
    rows = list(data.rows)
    lacking = set(run.predictions.table["id"]) - {row["id"] for row in rows} if asked else set()
    if _is_complete(data) or not (lacking or stated["found"] != data.found):
        problem = (
            f"{name}: the copy here is not what the run was made with: "
            f"{stated.get('utterances')} utterances there, {len(rows)} here, or other "
            "audio, labels or speakers"
        )
        return [problem, *(differences(run, rows) if asked else [])], ""
    found: dict[str, Any] = corpus_facts(data, run.settings)
    problems = [t for k in FIXED for t in same(f"{name}: {k}", stated.get(k), found[k])]
    both = run.predictions.table["id"].nunique() - len(lacking) if asked else 0
    # Which recordings belong together depends on which are there.
    problems += disagreements(run, rows, leave=("group",)) if asked else []
    whole = "" if data.corpus.utterances is None else f" of {data.corpus.utterances}"
    compared = f"; the {both} ids that both hold agree" * asked
    return problems, (
        f"{name}: the copy here, {data.found}{whole} utterances, is another part of the corpus "
        f"than the run's {stated['found']}{compared}"
    )


def _is_complete(data: CorpusData) -> bool:
    return data.corpus.utterances is not None and data.found >= data.corpus.utterances
