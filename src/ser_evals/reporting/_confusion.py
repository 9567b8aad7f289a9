"""A confusion matrix as table cells: share of the reference class, count and colour."""

from dataclasses import dataclass

from ser_evals.reporting._colours import ink, shade
from ser_evals.reporting._runs import RunSummary


@dataclass(frozen=True)
class Cell:
    """Utterances of one reference class that were given one class."""

    share: float
    count: float
    colour: str
    ink: str


@dataclass(frozen=True)
class Confusion:
    """One run's confusion; a reference class without utterances has no cells."""

    train: str
    in_domain: bool
    prior: str
    classes: tuple[str, ...]
    rows: tuple[tuple[str, float, tuple[Cell, ...]], ...]


def confusion(run: RunSummary) -> Confusion:
    """Normalise a run's counts over each reference class.

    Args:
        run: a run with its counts, references x predictions.
    """
    rows = [
        (name, float(sum(counts)), _cells([float(count) for count in counts]))
        for name, counts in zip(run.classes, run.confusion, strict=True)
    ]
    return Confusion(run.train, run.setting == "in_domain", run.prior, run.classes, tuple(rows))


def _cells(counts: list[float]) -> tuple[Cell, ...]:
    total = sum(counts)
    if not total:
        return ()
    shares = [(count / total, count) for count in counts]
    return tuple(Cell(share, n, shade(share), ink(shade(share))) for share, n in shares)
