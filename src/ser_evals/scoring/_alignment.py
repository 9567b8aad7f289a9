import numpy as np
import pandas as pd

from ser_evals.errors import SerEvalsError
from ser_evals.predictions import Predictions

SHOWN = 3
COUNTED = "__seed"


def aligned(
    one: Predictions, other: Predictions, names: tuple[str, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of rows that lists seeds and utterances of both tables alike."""
    counts = [system.table["seed"].nunique() for system in (one, other)]
    if counts[0] != counts[1]:
        raise SerEvalsError(
            f"{names[0]} has {counts[0]} and {names[1]} has {counts[1]} seeds: compare as many"
        )
    corpora = all(system.table["corpus"].notna().all() for system in (one, other))
    keys = ["corpus", "id"] if corpora else ["id"]
    indices = []
    for system in (one, other):
        # The seeds of two systems have nothing in common but their number.
        ranked = system.table["seed"].rank(method="dense").astype(int)
        indices.append(pd.MultiIndex.from_frame(system.table[keys].assign(**{COUNTED: ranked})))
    said = []
    for mine, theirs, name in zip(indices, indices[::-1], names, strict=True):
        lone = mine.difference(theirs).droplevel(COUNTED).unique()
        if len(lone):
            shown = ", ".join("/".join(map(str, np.atleast_1d(key))) for key in lone[:SHOWN])
            more = ", ..." if len(lone) > SHOWN else ""
            said.append(f"{len(lone)} only in {name} ({shown}{more})")
    if said:
        raise SerEvalsError(f"the two files are not the same utterances: {'; '.join(said)}")
    first = np.argsort(indices[0].get_level_values(COUNTED), kind="stable")
    second = indices[1].get_indexer(indices[0][first])
    ours, theirs = (
        system.table["reference"].to_numpy()[at] for system, at in ((one, first), (other, second))
    )
    if (different := ours != theirs).any():
        row = int(different.argmax())
        raise SerEvalsError(
            f"the references of {different.sum()} rows differ: {one.table['id'].iloc[first[row]]} "
            f"is {ours[row]!r} in {names[0]} and {theirs[row]!r} in {names[1]}"
        )
    return first, second
