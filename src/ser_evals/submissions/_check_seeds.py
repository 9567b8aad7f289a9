"""Does every seed answer the same utterances, in the classes of the taxonomy?"""

from ser_evals.submissions._outcome import UncheckedError, refuse, same
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
    told = f"{count(table['id'].nunique(), 'utterance')} by {count(len(seeds), 'seed')}"
    if names is None:
        raise UncheckedError(f"{told}; the classes: no record of {run.test}: give --corpora")
    return told
