"""Is the record complete, and the run where it says?"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from ser_evals.backbones import get_backbone, list_backbones
from ser_evals.features import EXTRACTION
from ser_evals.protocols import get_protocol
from ser_evals.runs import address
from ser_evals.submissions._check_files import check_files
from ser_evals.submissions._check_numbers import check_numbers
from ser_evals.submissions._check_words import check_words
from ser_evals.submissions._outcome import UncheckedError, refuse, same
from ser_evals.submissions._run import Run
from ser_evals.training import TRAINING

OPTIONS = ("seeds", "n_folds", "layer", "taxonomy", "in_domain_prior", "out_of_domain_prior")
"""What the options of `run` change of a protocol, beside "context" and "precision"."""
AHEAD = timedelta(days=1)
"""How far the clocks of two machines may be apart."""
VERSIONS = {"extraction": EXTRACTION, "training": TRAINING}


def check_record(run: Run) -> str:
    """Compare run.json with itself, with the run's address and with its protocol."""
    record, config, settings = run.record, run.record["config"], run.settings
    problems = check_files(run)
    numbers = {name: config.get(name) for name in VERSIONS}
    problems += [
        f"config.{name}: stated {numbers[name]!r}, this version of ser-evals is at {newest}"
        for name, newest in VERSIONS.items()
        if numbers[name] not in range(1, newest + 1)
    ]
    refuse(problems)
    problems += same("status", record.get("status"), "done")
    problems += same("train", record["train"], "+".join(sorted(set(run.sources))))
    setting = "in_domain" if run.in_domain else "out_of_domain"
    problems += same("setting", record["setting"], setting)
    prior = {"prior": getattr(settings.protocol, f"{setting}_prior")}
    known = json.loads(json.dumps(settings.config() | prior | numbers))
    for name in sorted({*known, *config}):
        problems += same(f"config.{name}", config.get(name), known.get(name))
    problems += _backbone(run) + _started(record) + check_numbers(run)
    problems += check_words(run)
    problems += _protocol(run) if numbers == VERSIONS else []
    told = address(settings, run.sources, run.test, **numbers)
    problems += same("address", record["run"], told)
    if run.place.address is not None:
        problems += same("folder", run.place.address, told)
    refuse(problems)
    if numbers != VERSIONS:
        raise UncheckedError(
            f"{told}: made by an earlier version, whose protocol is not known here"
        )
    return told if run.place.address else f"{told}, although the folder lies elsewhere"


def _protocol(run: Run) -> list[str]:
    """Compare what no option changes with the protocol of that name."""
    stated, known = (
        asdict(p) for p in (run.settings.protocol, get_protocol(run.record["config"]["name"]))
    )
    for facts in (stated, known):
        facts["frames"] = {k: facts["frames"][k] for k in ("rate", "layers", "windows")}
    return [
        text
        for name in stated
        if name not in OPTIONS
        for text in same(f"protocol {known['name']}, {name}", stated[name], known[name])
    ]


def _backbone(run: Run) -> list[str]:
    """Compare what is said of the backbone with what is known of it."""
    told, known = run.record["backbone"], run.settings.backbone
    problems = same("backbone.revision", told["revision"], run.record["config"]["revision"])
    if told["name"] in list_backbones() and not told["revision"].startswith("local-"):
        checkpoint = get_backbone(told["name"]).checkpoint
        problems += same("backbone.checkpoint", told["checkpoint"], checkpoint)
    problems += same("config.backbone", run.record["config"]["backbone"], known.name)
    facts: dict[str, Any] = {"family": known.family, "pretraining": list(known.pretraining)}
    facts |= {"licence": known.licence, "pinned": known.revision is not None}
    facts |= {} if known.revision is None else {"revision": known.revision}
    for name, value in facts.items():
        problems += same(f"backbone.{name}", told.get(name), value)
    return problems


def _started(record: dict[str, Any]) -> list[str]:
    """Return what is wrong with the time of a run, which its row repeats as its date."""
    try:
        started = datetime.fromisoformat(record["started"])
        if started < datetime.now(UTC) + AHEAD:
            return []
    except (TypeError, ValueError):
        pass
    return [
        f"started: stated {record['started']!r}, expected a time that has passed, with its zone"
    ]
