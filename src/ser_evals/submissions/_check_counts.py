"""What can be said of ids and references without the corpus: how many there are."""

from collections import Counter

import numpy as np

from ser_evals.submissions._outcome import refuse, same
from ser_evals.submissions._read_confusions import read_confusions
from ser_evals.submissions._run import Run
from ser_evals.words import count

WHOLE = "folds over groups"


def check_counts(run: Run) -> str:
    """Compare numbers of utterances, speakers and classes with run.json and the corpus's record."""
    facts = run.record["corpora"][run.test]
    counts, speakers = _counts(run)
    stated, total = facts["utterances"], sum(counts.values())
    # A corpus with an official split is tested in part; out of domain "other" is in no confusion.
    whole = not run.closed if not run.in_domain else WHOLE in facts["division"]
    problems = same("utterances", stated, total) if whole else []
    if total > stated:
        problems = [f"{total} utterances, {stated} stated"]
    if speakers is not None and whole:
        problems += same("speakers", facts["speakers"], speakers or None)
    problems += _most(run, counts)
    refuse(problems)
    return count(total, "utterance") + f", {count(speakers or 0, 'speaker')}" * bool(speakers)


def _counts(run: Run) -> tuple[dict[str, int], int | None]:
    if run.closed:
        confusions = read_confusions(run)
        parts = [next(iter(part["counts"].values())) for part in confusions["confusions"]]
        largest = max((np.array(matrix).sum(1) for matrix in parts), key=lambda sums: sums.sum())
        sums = dict(zip(confusions["names"], largest.tolist(), strict=True))
        return {name: held for name, held in sums.items() if held}, None
    table = run.predictions.table.drop_duplicates("id")
    speakers = table["speaker"].dropna().nunique()
    return dict(Counter(table["reference"])), speakers


def _most(run: Run, counts: dict[str, int]) -> list[str]:
    """Compare the classes with what a full copy has, where its record tells."""
    corpus, taxonomy = run.corpus, run.settings.protocol.taxonomy
    if corpus is None or not corpus.counts or taxonomy in corpus.tasks:
        return []
    most: Counter[str] = Counter()
    for label, target in corpus.mapping(taxonomy).items():
        most[target or ""] += corpus.counts.get(label, 0)
    return [
        f"{held} utterances of {name!r}: a full copy of {run.test} has {most[name]}"
        for name, held in sorted(counts.items())
        if held > most[name]
    ]
