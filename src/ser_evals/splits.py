"""Groups and group-disjoint folds: no speaker, and no recording, on both sides of a split."""

from collections.abc import Hashable, Sequence

import numpy as np

from ser_evals.errors import SerEvalsError

RESTARTS = 20


def join_groups(*labellings: Sequence[Hashable | None]) -> list[int]:
    """Number the connected components of items that share any label.

    Args:
        labellings: one sequence per kind of label (speaker, content hash ...), all of equal
            length; None joins an item to nothing.

    Returns:
        A component number per item, counted from 0 in order of first appearance.

    Example:
        Two speakers with one recording in common become one group:

        >>> join_groups(["a", "a", "b", "c"], ["x", "y", "y", "z"])
        [0, 0, 0, 1]
    """
    parent: list[int] = list(range(len(labellings[0])))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for labels in labellings:
        first: dict[Hashable, int] = {}
        for item, label in enumerate(labels):
            if label is not None:
                a, b = root(first.setdefault(label, item)), root(item)
                parent[max(a, b)] = min(a, b)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(item), len(numbers)) for item in range(len(parent))]


def folds(
    groups: Sequence[Hashable], labels: Sequence[Hashable], *, n_folds: int = 5
) -> np.ndarray:
    """Assign every item to the fold in which it is tested, groups kept together.

    scikit-learn's StratifiedGroupKFold, restarted `RESTARTS` times: the assignment with the
    fewest classes missing from a training part is kept, then the one whose folds are closest to
    the corpus's own class proportions. The result depends on the arguments only.

    With as many folds as groups each group is a fold (leave one speaker out).

    Args:
        groups: group of each item; a group is never divided.
        labels: class of each item.
        n_folds: folds wanted; min(n_folds, number of groups) are made.

    Returns:
        Integer array of shape (items,): fold numbers from 0.

    Raises:
        SerEvalsError: with fewer than two groups.

    Example:
        >>> fold = folds(["a", "a", "b", "b"], ["x", "y", "x", "y"])
        >>> sorted(set(zip(["a", "a", "b", "b"], fold.tolist())))[0][0], len(set(fold.tolist()))
        ('a', 2)
    """
    from sklearn.model_selection import StratifiedGroupKFold

    _, group = np.unique(np.asarray([str(g) for g in groups]), return_inverse=True)
    _, label = np.unique(np.asarray([str(name) for name in labels]), return_inverse=True)
    k = min(n_folds, int(group.max()) + 1 if len(group) else 0)
    if k < 2:
        raise SerEvalsError(f"folds need at least two groups (speakers, sessions), got {k}")
    if k == int(group.max()) + 1:
        return group
    overall = np.bincount(label) / len(label)
    # Where no class has a member per fold, nothing can be stratified: only sizes are balanced.
    strata = label if np.bincount(label).max() >= k else np.zeros_like(label)
    best: tuple[tuple[float, float], np.ndarray] = ((np.inf, np.inf), np.zeros(0))
    for restart in range(RESTARTS):
        splitter = StratifiedGroupKFold(k, shuffle=True, random_state=restart)
        fold = np.empty(len(label), dtype=np.int64)
        for number, (_, test) in enumerate(_quiet_split(splitter, strata, group)):
            fold[test] = number
        _fill_empty(fold, group, k)
        counts = np.zeros((k, len(overall)))
        np.add.at(counts, (fold, label), 1)
        unseen = float(((counts.sum(axis=0) - counts == 0) & (counts > 0)).sum())
        size = counts.sum(axis=1) / len(label) - 1 / k
        skew = counts / counts.sum(axis=1, keepdims=True) - overall
        cost = (unseen, float((skew**2).sum() + (size**2).sum()))
        if cost < best[0]:
            best = (cost, fold)
    check_disjoint(best[1], group)
    return best[1]


def _fill_empty(fold: np.ndarray, group: np.ndarray, k: int) -> None:
    """Give every fold a group: scikit-learn leaves folds empty if speakers differ much."""
    sizes = np.bincount(group)
    for empty in sorted(set(range(k)) - set(fold.tolist())):
        # The smallest group of the largest fold that can spare one.
        home = {int(g): int(fold[group == g][0]) for g in range(len(sizes))}
        crowded = [g for g in home if list(home.values()).count(home[g]) > 1]
        chosen = min(crowded, key=lambda g: (-(fold == home[g]).sum(), sizes[g], g))
        fold[group == chosen] = empty


def _quiet_split(splitter, label: np.ndarray, group: np.ndarray):
    import warnings

    with warnings.catch_warnings():
        # Classes rarer than the number of folds are the rule here; the cost function sees to them.
        warnings.filterwarnings("ignore", message="The least populated class")
        yield from splitter.split(label, label, group)


def check_disjoint(fold: Sequence[int], groups: Sequence[Hashable]) -> None:
    """Assert that no group is in two folds.

    Raises:
        SerEvalsError: naming the first group that is.

    Example:
        >>> check_disjoint([0, 0, 1], ["a", "a", "b"])
    """
    home: dict[Hashable, int] = {}
    for number, group in zip(fold, groups, strict=True):
        if home.setdefault(group, number) != number:
            raise SerEvalsError(f"group {group!r} is in folds {home[group]} and {number}: a leak")


def check_apart(labels: Sequence[Hashable], train: Sequence[int], test: Sequence[int]) -> None:
    """Assert that no label (group, recording) of a training part is in a test part.

    Args:
        labels: label of every item.
        train: item numbers.
        test: item numbers.

    Raises:
        SerEvalsError: naming one that is in both.

    Example:
        >>> check_apart(["a", "a", "b"], [0, 1], [2])
    """
    shared = {labels[i] for i in train} & {labels[i] for i in test}
    if shared:
        name = sorted(map(str, shared))[0]
        raise SerEvalsError(f"{len(shared)} in training and test at once, such as {name}: a leak")
