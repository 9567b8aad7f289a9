"""Systems (backbone, protocol, layer, ...): one section of the page each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ser_evals.reporting._results import SYSTEM, Result, checked, results
from ser_evals.reporting._runs import RunSummary

PRIORS = {
    "in_domain": ("none", "source", "estimated", "oracle"),
    "out_of_domain": ("source", "none", "estimated", "oracle"),
}
CLASSES = {
    "in_domain": ("present", "shared", "all"),
    "out_of_domain": ("shared", "present", "all"),
}


@dataclass(frozen=True, kw_only=True)
class System:
    """Everything that was measured with one backbone under one protocol and configuration.

    Args:
        name: backbone, and whatever else tells this system from the page's others.
        settings: scores column -> value, for the columns that identify a system.
        results: all of its results.
        runs: the run summaries that belong to it.
    """

    name: str
    settings: dict[str, str]
    results: tuple[Result, ...]
    runs: tuple[RunSummary, ...]

    @property
    def headlines(self) -> list[Result]:
        return [result for result in self.results if result.headline]

    @property
    def tests(self) -> list[str]:
        return sorted({result.test for result in self.results})


def systems(scores: pd.DataFrame, runs: Sequence[RunSummary] = ()) -> list[System]:
    """Split the scores into systems, give each its runs, and mark each run's headline.

    Raises:
        SerEvalsError: the scores are empty or lack columns.
    """
    groups = list(checked(scores).groupby(list(SYSTEM), sort=True))
    settings = [dict(zip(SYSTEM, key, strict=True)) for key, _ in groups]
    found = [results(rows) for _, rows in groups]
    owners = [_owner(run, settings, found) for run in runs]
    built = []
    for index, (own, lines) in enumerate(zip(settings, found, strict=True)):
        mine = tuple(run for run, owner in zip(runs, owners, strict=True) if owner == index)
        name = _name(own, settings)
        marked = tuple(_with_headlines(lines, mine))
        built.append(System(name=name, settings=own, results=marked, runs=mine))
    return built


def _name(own: dict[str, str], everyone: list[dict[str, str]]) -> str:
    extra = [
        own[column][:8] if column == "revision" else f"{column} {own[column]}"
        for column in SYSTEM[1:]
        if len({other[column] for other in everyone if other["backbone"] == own["backbone"]}) > 1
    ]
    return ", ".join([own["backbone"], *extra])


def _owner(run: RunSummary, settings: list[dict[str, str]], found: list[list[Result]]) -> int:
    """Index of the system that agrees best with a run's record, so that no run is lost."""
    backbone = run.section("backbone")
    said = {**run.section("config"), "backbone": backbone.get("name")}
    said["revision"] = backbone.get("revision", said.get("revision"))
    known = {column: str(said[column]) for column in SYSTEM if said.get(column) is not None}
    address = (run.train, run.test, run.setting)

    def agreement(index: int) -> tuple[bool, bool, int]:
        own = settings[index]
        scored = any(result.run == address for result in found[index])
        agreed = sum(own[column] == value for column, value in known.items())
        return own["backbone"] == known.get("backbone"), scored, agreed

    return max(range(len(settings)), key=agreement)


def _with_headlines(lines: list[Result], runs: tuple[RunSummary, ...]) -> list[Result]:
    """Mark one result per run: the configured prior and the class set that counts."""
    wanted = {(r.train, r.test, r.setting): r.section("config").get("prior") for r in runs}

    def rank(result: Result) -> tuple[bool, int, int]:
        priors = PRIORS.get(result.setting, PRIORS["out_of_domain"])
        sets = CLASSES.get(result.setting, CLASSES["out_of_domain"])
        prior = priors.index(result.prior) if result.prior in priors else len(priors)
        classes = sets.index(result.classes) if result.classes in sets else len(sets)
        return result.prior != wanted.get(result.run), prior, classes

    best: dict[tuple[str, str, str], Result] = {}
    for result in sorted(lines, key=rank):
        best.setdefault(result.run, result)
    return [replace(r, headline=r is best[r.run]) for r in sorted(lines, key=rank)]
