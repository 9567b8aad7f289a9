"""Which heads a training set needs, and which utterances each of them answers."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ser_evals.data import CorpusData
from ser_evals.errors import SerEvalsError
from ser_evals.protocols import Protocol, divide, training_part
from ser_evals.splits import check_apart, folds
from ser_evals.training import HeadTask

CALIBRATION = "calibration"
FULL = "full"


@dataclass(frozen=True)
class Answer:
    """Utterances that a head answers for a run.

    Args:
        test: the tested corpus, or `CALIBRATION`.
        setting: "in_domain" or "out_of_domain".
        fold: name of the fold, "full" where there is none.
        indices: of the utterances.
    """

    test: str
    setting: str
    fold: str
    indices: np.ndarray


@dataclass
class Head:
    """A head to train and what it answers."""

    task: HeadTask
    answers: list[Answer] = field(default_factory=list)


class Universe:
    """All utterances of a job, numbered through.

    Args:
        corpora: indexed corpora by name.
    """

    def __init__(self, corpora: Mapping[str, CorpusData]) -> None:
        self.corpora = corpora
        self.rows = [row for data in corpora.values() for row in data.rows]
        starts = np.cumsum([0, *(len(data.rows) for data in corpora.values())])
        self.start = dict(zip(corpora, starts[:-1].tolist(), strict=True))
        self.groups: list[Hashable] = [(row["corpus"], row["group"]) for row in self.rows]
        self.digests = [row["digest"] for row in self.rows]

    def of(self, corpus: str, local: np.ndarray | None = None) -> np.ndarray:
        """Return the numbers of a corpus's utterances, or of some of them."""
        local = np.arange(len(self.corpora[corpus].rows)) if local is None else local
        return self.start[corpus] + local


def plan(
    universe: Universe,
    sources: Sequence[str],
    tests: Sequence[str],
    protocol: Protocol,
    *,
    calibrate: bool,
) -> list[Head]:
    """List the heads of a training set; a head that several runs need is trained once.

    Args:
        universe: all utterances.
        sources: the training corpora, taken together.
        tests: the corpora to answer; one among the sources is tested in-domain.
        protocol: seeds and splits.
        calibrate: also answer source utterances out of fold, for calibration.

    Raises:
        SerEvalsError: if a group or a recording would be on both sides.
    """
    try:
        return _plan(universe, sources, tests, protocol, calibrate)
    except SerEvalsError as error:
        raise SerEvalsError(f"{'+'.join(sources)}: {error}") from error


def _plan(
    universe: Universe,
    sources: Sequence[str],
    tests: Sequence[str],
    protocol: Protocol,
    calibrate: bool,
) -> list[Head]:
    heads: dict[tuple[bytes, int], Head] = {}
    train = {
        name: universe.of(name, training_part(universe.corpora[name].rows, protocol))
        for name in sources
    }

    def add(indices: Sequence[np.ndarray], answer: Answer) -> None:
        numbers = np.sort(np.concatenate(indices))
        if protocol.split == "groups":
            for what in (universe.groups, universe.digests):
                check_apart(what, numbers, answer.indices)
        for seed in range(protocol.seeds):
            key = (numbers.tobytes(), seed)
            head = heads.setdefault(key, Head(HeadTask(numbers, seed)))
            head.answers.append(answer)

    for test in tests:
        if test not in sources:
            answer = Answer(test, "out_of_domain", FULL, universe.of(test))
            add(list(train.values()), answer)
            continue
        others = [part for name, part in train.items() if name != test]
        for fold in divide(universe.corpora[test].rows, protocol):
            tested = universe.of(test, fold.test)
            add(
                [universe.of(test, fold.train), *others],
                Answer(test, "in_domain", fold.name, tested),
            )
    if calibrate:
        _calibration(universe, np.concatenate(list(train.values())), protocol, add)
    return list(heads.values())


def _calibration(universe: Universe, source: np.ndarray, protocol: Protocol, add) -> None:
    groups = [universe.groups[i] for i in source]
    labels = [universe.rows[i]["emotion"] for i in source]
    number = folds(groups, labels, n_folds=protocol.n_folds)
    for k in range(int(number.max()) + 1):
        held_out = source[number == k]
        add([source[number != k]], Answer(CALIBRATION, "in_domain", str(k), held_out))


def training_sets(
    train: Sequence[str], tests: Sequence[str], *, leave_one_out: bool
) -> list[tuple[tuple[str, ...], list[str]]]:
    """Return (sources, tests) of every training set.

    Args:
        train: training sets; "a+b" trains on both at once.
        tests: tested corpora.
        leave_one_out: leave the tested corpus out of a training set that holds it.

    Raises:
        SerEvalsError: if nothing is left to train on.

    Example:
        >>> training_sets(["b+a"], ["a", "c"], leave_one_out=True)
        [(('b',), ['a']), (('a', 'b'), ['c'])]
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for entry in train:
        sources = tuple(sorted(set(entry.split("+"))))
        for test in dict.fromkeys(tests):
            left = tuple(s for s in sources if not (leave_one_out and s == test))
            if not left:
                raise SerEvalsError(
                    f"leaving {test} out of the training set {entry!r} leaves nothing: "
                    "join several corpora with '+'"
                )
            tested = found.setdefault(left, [])
            if test not in tested:
                tested.append(test)
    return list(found.items())


def shared_classes(corpora: Mapping[str, CorpusData]) -> tuple[str, ...]:
    """Return the classes that all corpora of a job have, in index order.

    Raises:
        SerEvalsError: if they differ.
    """
    kinds = {data.classes for data in corpora.values()}
    if len(kinds) > 1:
        raise SerEvalsError(
            f"{', '.join(corpora)} have different labels under the taxonomy "
            f"{next(iter(corpora.values())).taxonomy!r}: test them one by one, or use 'ser_evals'"
        )
    return next(iter(kinds))
