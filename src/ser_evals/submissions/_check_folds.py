"""Are speakers apart as declared?"""

import pandas as pd

from ser_evals.runs import speaker_independent
from ser_evals.submissions._outcome import FlaggedError, UncheckedError, refuse
from ser_evals.submissions._run import Rows, Run

DEPENDENT = "speaker-dependent"
OVER_GROUPS = "folds over groups"


def check_folds(run: Run) -> str:
    """Look for leaks, and divide the corpus again."""
    facts, split = run.record["corpora"][run.test], run.settings.protocol.split
    apart = split == "groups" and (not run.in_domain or speaker_independent(facts))
    said = any(text.startswith(DEPENDENT) for text in run.record["warnings"])
    problems = [] if apart or not run.in_domain or said else [f"not declared as {DEPENDENT}"]
    if run.closed:
        refuse(problems)
        raise UncheckedError("folds: the submission holds confusions only")
    table = run.predictions.table
    if run.in_domain:
        problems += _leaks(table, "group") if split == "groups" else []
        problems += _leaks(table, "speaker") if apart else []
        problems += _division(run, table) + _again(run, table)
    elif set(table["fold"]) != {"full"}:
        problems.append("out of domain there is one fold, called 'full'")
    refuse(problems)
    # Of the corpora themselves: raises where a group or a recording is trained on and tested.
    complete = run.expected is not None
    if not apart:
        raise FlaggedError(f"{DEPENDENT}, as declared: not to be ranked with others")
    if run.in_domain:
        again = _rows(run, table) is not None
        known = "divided again, the folds are the same" if again else "not divided again"
        return f"groups and speakers are in one fold each; {known}"
    told = f"{run.test} is not among {'+'.join(run.sources)}"
    return told + (", nor is any of its recordings" if complete else "; recordings not compared")


def _leaks(table: pd.DataFrame, unit: str) -> list[str]:
    folds = table.dropna(subset=[unit]).groupby(["seed", unit])["fold"].nunique()
    if not (torn := folds[folds > 1]).size:
        return []
    seed, name = torn.index[0]
    return [f"{unit} {name!r} is in {torn.iloc[0]} folds (seed {seed}): a leak"]


def _division(run: Run, table: pd.DataFrame) -> list[str]:
    """Compare what is said of the division with the folds, and with what the corpus has."""
    said, official = run.record["corpora"][run.test]["division"], set(table["fold"]) == {"official"}
    if said.startswith("official split") != official:
        return [f"the division is said to be {said!r}, the folds are {sorted(set(table['fold']))}"]
    if official and run.corpus is not None and "test" not in run.corpus.splits:
        return [f"{run.test} has no official split"]
    return []


def _again(run: Run, table: pd.DataFrame) -> list[str]:
    """Compare the folds with those that dividing the corpus again gives."""
    rows = _rows(run, table)
    if rows is None:
        return []
    known = {rows[i]["id"]: fold.name for fold in run.folds(rows) for i in fold.test}
    found = zip(table["id"], table["fold"], strict=True)
    wrong = sorted({(i, fold) for i, fold in found if known.get(i) != fold})
    if not wrong:
        return []
    name, fold = wrong[0]
    return [
        f"{len(wrong)} utterances are in another fold: {name!r} is stated in {fold!r}, and "
        f"belongs in {known.get(name)!r}"
    ]


def _rows(run: Run, table: pd.DataFrame) -> Rows | None:
    """Return what to divide; an official split is not to be had from the answers."""
    if run.rows is not None or OVER_GROUPS not in run.record["corpora"][run.test]["division"]:
        return run.rows
    return rows_of(table)


def rows_of(table: pd.DataFrame) -> Rows:
    """Return what dividing a corpus needs, from the answers of one seed."""
    one = table[table["seed"] == table["seed"].iloc[0]].sort_values("id")
    columns = {"id": "id", "corpus": "corpus", "group": "group", "reference": "emotion"}
    return one[list(columns)].rename(columns=columns).assign(split=None).to_dict("records")
