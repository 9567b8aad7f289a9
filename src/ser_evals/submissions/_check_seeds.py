"""Does every seed answer the same utterances, in the classes of the taxonomy?"""

import numpy as np
import pandas as pd

from ser_evals.submissions._outcome import FlaggedError, UncheckedError, refuse, same
from ser_evals.submissions._read_confusions import read_confusions
from ser_evals.submissions._run import Run
from ser_evals.words import count


def check_seeds(run: Run) -> str:
    """Look at seeds, classes and what else the table says of itself.

    Reading it has refused NaN, utterances that a seed lacks or has twice, and torn references.
    """
    names = run.corpus.classes(run.settings.protocol.taxonomy) if run.corpus else None
    if run.closed:
        found = read_confusions(run)["names"]
        refuse(same("classes", found, found if names is None else list(names)))
        return "as far as confusions tell"
    predictions = run.predictions
    table, seeds = predictions.table, set(range(run.settings.protocol.seeds))
    problems = same("seeds", sorted(set(table["seed"])), sorted(seeds))
    known = {"run": run.record["run"], "corpus": run.test, "condition": "clean"}
    for column, value in known.items():
        others = sorted({str(v) for v in table[column].unique()} - {value})
        problems += same(f"column {column}", others[0], value) if others else []
    if "scores" not in table:
        problems.append("no column scores: logits are needed")
    if names is not None:
        problems += same("classes", predictions.classes, names)
    refuse(problems)
    twins = _twins(table) if "scores" in table else ""
    told = f"{count(table['id'].nunique(), 'utterance')} by {count(len(seeds), 'seed')}"
    if names is None:
        told += f"; the classes: no record of {run.test}: give --corpora"
        raise UncheckedError(f"{told}; {twins}" if twins else told)
    if twins:
        raise FlaggedError(f"{told}; {twins}")
    return told


def _twins(table: pd.DataFrame) -> str:
    """Say which seeds share answers to the bit: each draws what its head starts from."""
    values = np.stack(table["scores"].to_numpy())
    rows = pd.DataFrame({"id": table["id"].to_numpy(), "bits": [row.tobytes() for row in values]})
    again = rows.duplicated(keep=False).to_numpy()
    if not again.any():
        return ""
    number, seeds = rows["id"][again].nunique(), sorted(set(table["seed"][again]))
    names = ", ".join(map(str, seeds))
    return (
        f"seeds {names} have the same logits for {count(number, 'utterance')}, "
        "to the bit, as heads of several seeds never do"
    )
