"""What the template shows of one system: matrix, and for each test corpus plots and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ser_evals.emotions import EMOTIONS
from ser_evals.reporting._confusion import Confusion, confusion
from ser_evals.reporting._forest import forest
from ser_evals.reporting._heatmap import heatmap
from ser_evals.reporting._matrix import matrix
from ser_evals.reporting._provenance import setup
from ser_evals.reporting._results import RECALL, Result
from ser_evals.reporting._systems import System
from ser_evals.reporting._words import route, summary, with_interval

METRICS = {
    "uar": "UAR",
    "accuracy": "WA",
    "macro_f1": "macro F1",
    "weighted_f1": "weighted F1",
    "uar_seed_sd": "seed SD",
}
TABLE_ONLY = ("macro_precision",)
"""In scores.csv, but not on the page."""

FEW = 4
"""Up to this many runs, recalls and confusions stand open on the page."""


@dataclass(frozen=True)
class Tested:
    """One test corpus: everything that was scored on it."""

    id: str
    name: str
    lines: tuple[Result, ...]
    metrics: dict[str, str]
    classes: tuple[str, ...]
    forest: str
    confusions: tuple[Confusion, ...]


@dataclass(frozen=True)
class Section:
    """One system, ready for the template."""

    id: str
    name: str
    summary: str
    setup: dict[str, str]
    heatmap: str
    chance: float | None
    daggers: bool
    holes: bool
    bare: bool
    tested: tuple[Tested, ...]
    open: bool


def section(name: str, system: System) -> Section:
    """Prepare a system.

    Args:
        name: prefix of the ids in its section.
        system: its results and runs.
    """
    cells = matrix(system)
    chances = {result.chance for result in cells.cells.values()}
    spoken = "; ".join(f"{route(r)}: {with_interval(r.uar)}" for r in cells.cells.values())
    label = f"headline UAR, training sets by test corpora. {spoken}"
    tested = [_tested(f"{name}-t{i}", test, system) for i, test in enumerate(system.tests, 1)]
    return Section(
        id=name,
        name=system.name,
        summary=summary(system),
        setup=setup(system),
        heatmap=heatmap(cells, name=name, label=label) if cells.cells else "",
        chance=chances.pop() if len(chances) == 1 else None,
        daggers=any(result.speaker_dependent for result in system.headlines),
        holes=len(cells.cells) < len(cells.rows) * len(cells.columns),
        bare=any(result.uar.low != result.uar.low for result in system.headlines),
        tested=tuple(tested),
        open=len(system.headlines) <= FEW,
    )


def _tested(name: str, test: str, system: System) -> Tested:
    lines = _ordered([result for result in system.results if result.test == test])
    leading = [result for result in lines if result.headline]
    runs = [run for run in system.runs if run.test == test and run.classes]
    place = {result.run: order for order, result in enumerate(leading)}
    runs.sort(key=lambda run: place.get((run.train, run.test, run.setting), len(place)))
    return Tested(
        id=name,
        name=test,
        lines=tuple(lines),
        metrics=_metrics(lines),
        classes=_in_order(emotion for result in lines for emotion in result.recalls),
        forest=forest(leading, name=name, label=f"headline UAR on {test}, in the table below"),
        confusions=tuple(confusion(run) for run in runs),
    )


def _ordered(lines: Sequence[Result]) -> list[Result]:
    """In-domain first, then training sets from the best to the worst, each headline first."""
    best = {result.run: result.uar.value for result in lines if result.headline}

    def key(result: Result) -> tuple[object, ...]:
        value = best[result.run]
        worth = -value if value == value else 1.0
        return not result.in_domain, worth, result.run, not result.headline

    return sorted(lines, key=key)


def _metrics(lines: Sequence[Result]) -> dict[str, str]:
    scored = dict.fromkeys(name for result in lines for name in result.values)
    told = {*METRICS, *TABLE_ONLY}
    others = sorted(n for n in scored if n not in told and not n.startswith(RECALL))
    known = {name: title for name, title in METRICS.items() if name in scored}
    return known | {name: name.replace("_", " ") for name in others}


def _in_order(classes: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(classes)
    known = [emotion for emotion in EMOTIONS if emotion in found]
    return (*known, *sorted(emotion for emotion in found if emotion not in EMOTIONS))
