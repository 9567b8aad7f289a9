"""What run.json holds, and nothing else."""

from collections.abc import Mapping
from typing import Any

KEYS = (
    "train", "test", "setting", "config", "backbone", "corpora", "warnings", "run", "status",
    "started", "wall_s", "heads", "processes", "peak_memory_mb", "calibrated", "command",
    "versions", "git", "device", "published",
)  # fmt: skip
BACKBONE = ("name", "checkpoint", "revision", "pinned", "allow_pickle", "family", "licence")
BACKBONE += ("pretraining",)
CORPUS = (
    "title", "fingerprint", "utterances", "speakers", "found", "full_copy", "languages", "licence",
    "synthetic", "record", "division", "grouped_by", "dropped", "unreadable", "limited_from",
)  # fmt: skip
GIT = ("commit", "dirty")


def known_keys(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without keys that no run has; those of `config` are compared elsewhere."""
    kept = _only(record, KEYS)
    kept["backbone"] = _only(record["backbone"], BACKBONE)
    kept["corpora"] = {name: _only(facts, CORPUS) for name, facts in record["corpora"].items()}
    if isinstance(record.get("git"), Mapping):
        kept["git"] = _only(record["git"], GIT)
    return kept


def unknown_keys(record: Mapping[str, Any]) -> list[str]:
    """Return the keys, dotted, that no run has."""
    parts = [("", record, KEYS), ("backbone.", record["backbone"], BACKBONE)]
    parts += [(f"corpora.{name}.", facts, CORPUS) for name, facts in record["corpora"].items()]
    parts += [("git.", record["git"], GIT)] * isinstance(record.get("git"), Mapping)
    tested = {record["test"], *record["train"].split("+")}
    found = [f"{above}{key}" for above, facts, keys in parts for key in facts if key not in keys]
    return found + [f"corpora.{name}" for name in record["corpora"] if name not in tested]


def _only(facts: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key in keys}
