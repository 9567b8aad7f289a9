"""Which split of a `datasets.DatasetDict` a row lies in."""

from collections.abc import Mapping, Sequence
from typing import Any

UNASSIGNED = "unassigned"
"""Where a corpus with official splits has utterances that are in none of them."""
HUB_SPLITS = {"train": "train", "dev": "validation", "test": "test", UNASSIGNED: UNASSIGNED}
"""Split to the name that `datasets` and the Hub know it by, in the order they are listed."""


def placed(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the split of every row: its official one, or "train" where there are none at all.

    Utterances outside the official splits are in no part of them: some share speakers with the
    test part, and trained on they would leak.

    Args:
        rows: with "split", None where there is none.

    Example:
        >>> placed([{"split": None}, {"split": None}])
        ['train', 'train']
        >>> placed([{"split": "test"}, {"split": None}])
        ['test', 'unassigned']
    """
    official = any(row["split"] for row in rows)
    return [row["split"] or (UNASSIGNED if official else "train") for row in rows]
