"""Protocols, one module each, found by folder."""

import importlib
import pkgutil

from ser_evals.errors import unknown
from ser_evals.protocols._record import Protocol
from ser_evals.protocols._splits import (
    DIVISIONS,
    Fold,
    divide,
    said_of_split,
    training_part,
    without_example,
)

__all__ = [
    "DIVISIONS",
    "Fold",
    "Protocol",
    "divide",
    "get_protocol",
    "list_protocols",
    "said_of_split",
    "training_part",
    "without_example",
]


def list_protocols() -> list[str]:
    """Return the names of all protocols, sorted.

    Example:
        >>> list_protocols()
        ['ser_evals', 'ser_evals_2024']
    """
    return sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))


def get_protocol(name: str) -> Protocol:
    """Return a protocol by name.

    Raises:
        SerEvalsError: if there is none of that name.
    """
    if name not in list_protocols():
        raise unknown("protocol", name, list_protocols())
    return importlib.import_module(f"{__name__}.{name}").protocol
