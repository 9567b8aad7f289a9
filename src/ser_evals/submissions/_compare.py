"""Answers against the rows of the corpus: what is missing, unknown or relabelled."""

from typing import Any

import pandas as pd

from ser_evals.submissions._run import Rows, Run

COLUMNS = {
    "reference": "emotion",
    "speaker": "speaker",
    "group": "group",
    "language": "language",
    "sex": "sex",
}
"""Column of the predictions to that of the corpus."""


def differences(run: Run, rows: Rows) -> list[str]:
    """Return how the answers of a run differ from its tested corpus.

    Args:
        run: what was submitted.
        rows: of the corpus, under the run's taxonomy.
    """
    known = {row["id"] for row in rows}
    ids, asked = set(_one_seed(run)["id"]), {rows[i]["id"] for i in tested(run, rows)}
    problems = []
    if odd := sorted(ids - known):
        problems.append(f"{len(odd)} ids are not in {run.test}, such as {odd[0]!r}")
    if extra := sorted((ids & known) - asked):
        problems.append(f"{len(extra)} ids are in no part that is tested, such as {extra[0]!r}")
    if (lost := sorted(asked - ids)) and not _limited(run):
        problems.append(f"{len(lost)} utterances are missing, such as {lost[0]!r}")
    return problems + disagreements(run, rows)


def disagreements(run: Run, rows: Rows, leave: tuple[str, ...] = ()) -> list[str]:
    """Return what a run says otherwise of utterances than its tested corpus, where it has them.

    Args:
        run: what was submitted.
        rows: of the corpus, or of a part of it.
        leave: columns that are not compared.
    """
    known = pd.DataFrame(rows).set_index("id")
    table = _one_seed(run).set_index("id")
    both, problems = sorted(set(table.index) & set(known.index)), []
    for name, theirs in COLUMNS.items():
        if name in leave:
            continue
        stated, found = table.loc[both, name], known.loc[both, theirs]
        differ = [i for i, a, b in zip(both, stated, found, strict=True) if not _alike(a, b)]
        if differ:
            first = differ[0]
            problems.append(
                f"{name} of {len(differ)} utterances: {first!r} is stated as {stated[first]!r}, "
                f"and is {found[first]!r}"
            )
    return problems


def _one_seed(run: Run) -> pd.DataFrame:
    table = run.predictions.table
    return table[table["seed"] == table["seed"].iloc[0]]


def tested(run: Run, rows: Rows) -> list[int]:
    """Return the indices of the rows that a run must have answered."""
    if not run.in_domain:
        return list(range(len(rows)))
    return [int(i) for fold in run.folds(rows) for i in fold.test]


def _limited(run: Run) -> bool:
    """Say whether the rows are those of a whole corpus, and the run was of a part of it."""
    facts = run.record["corpora"][run.test]
    return run.test not in run.copies and bool(facts["limited_from"] or facts["unreadable"])


def _alike(one: Any, other: Any) -> bool:
    return one == other or (pd.isna(one) and pd.isna(other))
