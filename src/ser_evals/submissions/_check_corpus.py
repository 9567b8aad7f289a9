"""Are ids and references those of the corpus: nothing missing, doubled, unknown, relabelled?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ser_evals.runs import corpus_facts
from ser_evals.submissions._check_counts import check_counts
from ser_evals.submissions._clean import without_names
from ser_evals.submissions._outcome import UncheckedError, refuse, same
from ser_evals.submissions._run import Rows, Run

COLUMNS = {
    "reference": "emotion",
    "speaker": "speaker",
    "group": "group",
    "language": "language",
    "sex": "sex",
}
"""Column of the predictions to that of the corpus."""


def check_corpus(run: Run) -> str:
    """Compare with the corpus as the verifier or the Hub has it, else with counts alone."""
    problems = [text for name in run.data for text in _facts(run, name)]
    mine = run.test in run.data
    if run.rows is None or run.closed:
        counted = check_counts(run)
        refuse(problems)
        if mine:
            return f"{counted}; recordings, labels and speakers are those of the copy here"
        raise UncheckedError(f"only counted: {counted}; no copy of {run.test} to compare with")
    refuse(problems + _rows(run, run.rows))
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


def _rows(run: Run, rows: Rows) -> list[str]:
    known = pd.DataFrame(rows).set_index("id")
    table = run.predictions.table
    table = table[table["seed"] == table["seed"].iloc[0]].set_index("id")
    ids, tested = set(table.index), {rows[i]["id"] for i in _tested(run, rows)}
    problems = (
        [f"{len(odd)} ids are not in {run.test}, such as {odd[0]!r}"]
        if (odd := sorted(ids - set(known.index)))
        else []
    )
    if extra := sorted((ids & set(known.index)) - tested):
        problems.append(f"{len(extra)} ids are in no part that is tested, such as {extra[0]!r}")
    if lost := sorted(tested - ids)[: None if not _limited(run) else 0]:
        problems.append(f"{len(lost)} utterances are missing, such as {lost[0]!r}")
    both = sorted(ids & set(known.index))
    for name, theirs in COLUMNS.items():
        stated, found = table.loc[both, name], known.loc[both, theirs]
        differ = [i for i, a, b in zip(both, stated, found, strict=True) if not _alike(a, b)]
        if differ:
            first = differ[0]
            problems.append(
                f"{name} of {len(differ)} utterances: {first!r} is stated as {stated[first]!r}, "
                f"and is {found[first]!r}"
            )
    return problems


def _tested(run: Run, rows: Rows) -> list[int]:
    if not run.in_domain:
        return list(range(len(rows)))
    return [int(i) for fold in run.folds(rows) for i in fold.test]


def _limited(run: Run) -> bool:
    """Say whether the rows are those of a whole corpus, and the run was of a part of it."""
    facts = run.record["corpora"][run.test]
    return run.test not in run.data and bool(facts["limited_from"] or facts["unreadable"])


def _alike(one: Any, other: Any) -> bool:
    return one == other or (pd.isna(one) and pd.isna(other))
