"""Whether a checkpoint holds every weight of a model."""

from collections.abc import Mapping
from typing import Any

SHOWN = 3
UNREAD = "masked_spec_embed"
"""Of spectrogram masking in pre-training: the one weight that inference never reads."""


def unfit(report: Mapping[str, Any]) -> str:
    """Say which weights of a model are not in its checkpoint.

    Args:
        report: what `from_pretrained` gives with output_loading_info=True. Weights left over are
            no fault: checkpoints hold those of other tasks.

    Returns:
        Words for a message, or nothing if every weight is there.

    Example:
        >>> unfit({"missing_keys": {"b", "a"}, "mismatched_keys": set()})
        '2 weights are missing, such as a, b'
        >>> unfit({"missing_keys": set(), "mismatched_keys": {("c", (2, 3), (2, 4))}})
        '1 weights are of another shape, such as c (2x3, not 2x4)'
    """
    missing = [key for key in report["missing_keys"] if UNREAD not in key]
    shapes = [f"{key} ({_by(had)}, not {_by(own)})" for key, had, own in report["mismatched_keys"]]
    faults = {"missing": missing, "of another shape": shapes}
    return "; ".join(
        f"{len(keys)} weights are {fault}, such as {', '.join(sorted(keys)[:SHOWN])}"
        for fault, keys in faults.items()
        if keys
    )


def _by(shape: Any) -> str:
    return "x".join(map(str, shape)) or "a number"
