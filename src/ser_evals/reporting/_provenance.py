"""Where the numbers come from: systems, corpora, machines, configurations."""

import json
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ser_evals.reporting._runs import RunSummary
from ser_evals.reporting._systems import System


@dataclass(frozen=True)
class Machine:
    """Runs that were made by the same code on the same device."""

    versions: dict[str, str]
    commit: str
    dirty: bool
    device: str
    runs: int
    status: str
    wall_s: float | None
    peak_memory_mb: float | None
    started: tuple[str, str] | None


def setup(system: System) -> dict[str, str]:
    """What was run, as label -> words, for a system's row of the page.

    Args:
        system: the system, with its results and the records of its runs.
    """
    about = next((part for run in system.runs if (part := run.section("backbone"))), {})
    own = system.settings
    given = sorted({result.prior for result in system.results})
    seeds = sorted({result.seeds for result in system.results if result.seeds is not None})
    told = {
        "Backbone": own["backbone"],
        "Checkpoint": str(about.get("checkpoint", "")),
        "Revision": own["revision"] or str(about.get("revision", "")),
        "Family": str(about.get("family", "")),
        "Licence": listed(about.get("licence", "")),
        "Protocol": own["protocol"],
        "Mode": own["mode"],
        "Layer": own["layer"],
        "Context": own["context"],
        "Taxonomy": own["taxonomy"],
        "Condition": own["condition"],
        "Seeds": listed(seeds),
        "Priors": listed(given),
        "Runs": str(len({result.run for result in system.results})),
    }
    return {label: text for label, text in told.items() if text}


def corpora(runs: Sequence[RunSummary]) -> dict[str, dict[str, Any]]:
    """Corpus name -> its description in the records, of the first run that has it."""
    found: dict[str, dict[str, Any]] = {}
    for run in runs:
        for name, corpus in run.section("corpora").items():
            found.setdefault(name, dict(corpus))
    return dict(sorted(found.items()))


def machines(runs: Sequence[RunSummary]) -> list[Machine]:
    """Group the records by package versions, commit and device."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in _records(runs):
        same = [record.get(key) for key in ("versions", "git", "device")]
        groups.setdefault(json.dumps(same, sort_keys=True, default=str), []).append(record)
    return [_machine(records) for records in groups.values()]


def configurations(runs: Sequence[RunSummary]) -> list[tuple[str, str]]:
    """Pairs of (runs, configuration as JSON), equal configurations once."""
    owners: dict[str, list[str]] = {}
    for run in runs:
        if config := run.section("config"):
            text = json.dumps(config, indent=2, sort_keys=True, default=str, ensure_ascii=False)
            name = f"{run.train} \N{RIGHTWARDS ARROW} {run.test}"
            owners.setdefault(text, []).append(name)
    return [(_some(list(dict.fromkeys(names))), text) for text, names in owners.items()]


def commands(runs: Sequence[RunSummary]) -> list[str]:
    """The distinct commands that made the runs."""
    given = [record["command"] for record in _records(runs) if record.get("command")]
    texts = (each if isinstance(each, str) else shlex.join(map(str, each)) for each in given)
    return list(dict.fromkeys(texts))


def listed(value: object) -> str:
    """A value or several, joined with commas."""
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return ", ".join(map(str, value)) if several else str(value)


def _records(runs: Sequence[RunSummary]) -> list[dict[str, Any]]:
    """One record for each run; a run under several priors brings the same one several times."""
    found = {(r.train, r.test, r.setting, json.dumps(r.record, default=str)): r for r in runs}
    return [dict(run.record) for run in found.values() if run.record]


def _machine(records: list[dict[str, Any]]) -> Machine:
    first = records[0]
    git = first.get("git") or {}
    walls = [r["wall_s"] for r in records if r.get("wall_s") is not None]
    peaks = [r["peak_memory_mb"] for r in records if r.get("peak_memory_mb") is not None]
    starts = sorted(_moment(str(r["started"])) for r in records if r.get("started"))
    return Machine(
        versions={str(k): str(v) for k, v in sorted((first.get("versions") or {}).items())},
        commit=str(git.get("commit") or ""),
        dirty=bool(git.get("dirty")),
        device=listed(first.get("device") or ""),
        runs=len(records),
        status=listed(sorted({str(r["status"]) for r in records if r.get("status")})),
        wall_s=sum(walls) if walls else None,
        peak_memory_mb=max(peaks) if peaks else None,
        started=(starts[0], starts[-1]) if starts else None,
    )


def _moment(text: str) -> str:
    """A time stamp to the minute, as it stands where it is not ISO 8601."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".strip()


def _some(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
