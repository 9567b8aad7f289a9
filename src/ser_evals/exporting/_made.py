"""The machine, the time and the versions behind the scores."""

from typing import Any

PACKAGES = ("python", "ser-evals", "torch", "transformers", "librosa", "opensmile", "numpy")


def made(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return machine and time of the runs; those that were made at once share their clock."""
    at_once = {told["started"]: told for told in records}.values()
    versions = records[0]["versions"]
    return {
        "devices": sorted({told["device"] for told in records}),
        "wall_s": sum(told["wall_s"] for told in at_once),
        "heads": sum(told["heads"] for told in at_once),
        "processes": max(told["processes"] for told in records),
        "peak_memory_mb": max(told["peak_memory_mb"] for told in records),
        "versions": {name: versions[name] for name in PACKAGES if name in versions},
    }
