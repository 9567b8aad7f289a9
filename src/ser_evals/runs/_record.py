"""run.json: what was done, with what, on which machine."""

import importlib.metadata
import json
import platform
import resource
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ser_evals.data import CorpusData
from ser_evals.paths import write_atomically
from ser_evals.protocols import said_of_split
from ser_evals.runs._settings import Settings

PACKAGES = (
    "ser-evals",
    "torch",
    "transformers",
    "datasets",
    "accelerate",
    "huggingface-hub",
    "safetensors",
    "librosa",
    "opensmile",
    "soundfile",
    "soxr",
    "numpy",
    "scipy",
    "scikit-learn",
    "pandas",
    "pyarrow",
)


def environment(device: str) -> dict[str, Any]:
    """Return versions, commit and machine."""
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {"versions": versions, "git": _git(), "device": _device_name(device)}


def corpus_facts(data: CorpusData, settings: Settings) -> dict[str, Any]:
    """Return what a reader of the results must know of a corpus."""
    speakers = {row["speaker"] for row in data.rows} - {None}
    return {
        "title": data.corpus.title,
        "fingerprint": data.fingerprint,
        "utterances": len(data.rows),
        "speakers": len(speakers) or None,
        "found": data.found,
        "full_copy": data.corpus.utterances,
        "languages": list(data.corpus.languages),
        "licence": data.corpus.licence,
        "synthetic": data.corpus.synthetic,
        "record": data.corpus.version,
        "division": said_of_split(data.rows, settings.protocol),
        "grouped_by": data.grouped_by,
        "dropped": data.dropped,
        "unreadable": list(data.unreadable),
        "limited_from": data.limited_from,
    }


def describe(
    settings: Settings, sources: Sequence[str], test: str, corpora: Mapping[str, CorpusData]
) -> dict[str, Any]:
    """Return what run.json says before anything is computed."""
    backbone = settings.backbone
    setting = "in_domain" if test in sources else "out_of_domain"
    known = {n: corpus_facts(corpora[n], settings) for n in sorted({*sources, test})}
    facts = {
        "train": "+".join(sources),
        "test": test,
        "setting": setting,
        "config": settings.config() | {"prior": getattr(settings.protocol, f"{setting}_prior")},
        "backbone": {
            "name": backbone.name,
            "checkpoint": backbone.checkpoint,
            "revision": settings.revision,
            "pinned": backbone.revision is not None,
            "allow_pickle": backbone.allow_pickle,
            "family": backbone.family,
            "licence": backbone.licence,
            "pretraining": list(backbone.pretraining),
        },
        "corpora": known,
        "warnings": warnings(settings, sources, test, known),
    }
    return json.loads(json.dumps(facts))


def warnings(
    settings: Settings, sources: Sequence[str], test: str, corpora: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Return what must stand beside every score of a run.

    Args:
        settings: what was asked for.
        sources: the training corpora.
        test: the tested corpus.
        corpora: what `corpus_facts` says of each of them.
    """
    found = []
    for name in dict.fromkeys([*sources, test]):
        facts = corpora[name]
        if facts["synthetic"]:
            found.append(f"{name} is synthetic speech")
        full, division = facts["full_copy"], facts["division"]
        if full is not None and facts["found"] != full:
            found.append(f"{name}: {facts['found']} utterances found, a full copy has {full}")
        if "official split is not used" in division or "in neither part" in division:
            found.append(f"{name}: {division}")
        if facts["unreadable"]:
            found.append(f"{name}: {len(facts['unreadable'])} unreadable files skipped")
        if whole := facts["limited_from"]:
            found.append(f"{name}: limited to {facts['utterances']} of {whole} utterances")
    if test in sources and not speaker_independent(corpora[test]):
        unit = corpora[test]["grouped_by"]
        found.append(f"speaker-dependent: {test} can only be divided by {unit}")
    if test in sources and settings.protocol.split == "utterances":
        found.append(
            "speaker-dependent: random split over utterances, speakers leak (as published)"
        )
    if test in settings.backbone.pretraining:
        found.append(f"contamination: {settings.backbone.name} was pretrained on {test}")
    return found


def speaker_independent(facts: Mapping[str, Any]) -> bool:
    """Say whether folds over a corpus's groups keep speakers apart."""
    return facts["speakers"] is not None and facts["grouped_by"] in ("speaker", "session")


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Write run.json."""
    write_atomically(folder / "run.json", json.dumps(record, indent=2).encode())


def read_record(folder: Path) -> dict[str, Any] | None:
    """Return run.json, or None where there is none to be read."""
    try:
        return json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def now() -> str:
    """Return the time as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def peak_memory_mb() -> float:
    """Return the most memory this process has held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if platform.system() == "Darwin" else 1 << 10), 1)


def _git() -> dict[str, Any] | None:
    def ask(*words: str) -> str:
        command = ["git", "-C", str(Path(__file__).parent), *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    try:
        return {"commit": ask("rev-parse", "HEAD"), "dirty": bool(ask("status", "--porcelain"))}
    except (OSError, subprocess.CalledProcessError):
        return None


def _device_name(device: str) -> str:
    if not device.startswith("cuda"):
        return f"{device} ({platform.machine()}, {platform.system()})"
    import torch

    return f"{device} ({torch.cuda.get_device_name(device)})"
