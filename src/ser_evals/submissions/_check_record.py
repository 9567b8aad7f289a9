"""Is the record complete, and the run where it says?"""

import json
from dataclasses import asdict
from typing import Any

import pyarrow.parquet as pq

from ser_evals.features import EXTRACTION
from ser_evals.protocols import get_protocol
from ser_evals.runs import address
from ser_evals.submissions import _names as names
from ser_evals.submissions._columns import allowed
from ser_evals.submissions._outcome import UncheckedError, refuse, same
from ser_evals.submissions._run import Run
from ser_evals.training import TRAINING

OPTIONS = ("seeds", "n_folds", "layer", "taxonomy", "in_domain_prior", "out_of_domain_prior")
"""What the options of `run` change of a protocol, beside "context" and "precision"."""


def check_record(run: Run) -> str:
    """Compare run.json with itself, with the run's address and with its protocol."""
    record, config, settings = run.record, run.record["config"], run.settings
    problems = _files(run)
    if (config.get("extraction"), config.get("training")) != (EXTRACTION, TRAINING):
        refuse(problems)
        raise UncheckedError("made by another version of ser-evals: it has addresses of its own")
    problems += same("status", record.get("status"), "done")
    problems += same("train", record["train"], "+".join(sorted(set(run.sources))))
    setting = "in_domain" if run.in_domain else "out_of_domain"
    problems += same("setting", record["setting"], setting)
    prior = {"prior": getattr(settings.protocol, f"{setting}_prior")}
    known = json.loads(json.dumps(settings.config() | prior))
    for name in sorted({*known, *config}):
        problems += same(f"config.{name}", config.get(name), known.get(name))
    problems += _protocol(run) + _backbone(run)
    told = address(settings, run.sources, run.test)
    problems += same("address", record["run"], told)
    if run.place.address is not None:
        problems += same("folder", run.place.address, told)
    refuse(problems)
    return told if run.place.address else f"{told}, although the folder lies elsewhere"


def _files(run: Run) -> list[str]:
    if not run.place.public:
        return []
    there = {name for name in names.FILES if (run.place.folder / name).is_file()}
    stated = run.record.get("published")
    grade = run.corpus.redistributable if run.corpus else stated
    answers = names.CONFUSIONS if grade == "nothing" else names.PREDICTIONS
    wanted = {names.RECORD, names.ROW, names.SCORES, answers}
    problems = [f"{name} is missing" for name in sorted(wanted - there)]
    problems += [
        f"{name} must not be there: {run.test} may be published as {grade!r}"
        for name in sorted(there - wanted)
    ]
    if run.corpus is not None and names.PREDICTIONS in wanted & there:
        held = pq.read_schema(run.place.folder / names.PREDICTIONS).names
        closed = sorted(set(held) - set(allowed(run.corpus)))
        problems += [f"column {name!r} of {run.test} may not be published" for name in closed]
    return problems + same("published", stated, grade)


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
    problems += same("config.backbone", run.record["config"]["backbone"], known.name)
    facts: dict[str, Any] = {"family": known.family, "pretraining": list(known.pretraining)}
    if known.revision is not None:
        facts |= {"revision": known.revision, "pinned": True, "licence": known.licence}
    for name, value in facts.items():
        problems += same(f"backbone.{name}", told.get(name), value)
    return problems
