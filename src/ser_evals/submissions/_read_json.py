"""JSON that somebody else wrote."""

import json
from typing import Any


def from_json(text: str) -> Any:
    """Return what a text says, all of it: json itself drops all but the last of equal keys.

    Raises:
        ValueError: if it is no JSON, or has a key twice.
    """
    return json.loads(text, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:40]!r} occurs twice")
    return found
