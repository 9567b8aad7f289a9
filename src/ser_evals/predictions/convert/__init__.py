"""Predictions in the formats of other toolkits: one module each, found by lying in this folder.

A module defines `predictions(path)`, which returns a table with our column names and the facts
that are no columns ("classes"), and `references(path)`, which returns `id` and `reference`.
"""

import importlib
import pkgutil
from types import ModuleType

from ser_evals.errors import unknown


def list_formats() -> list[str]:
    """Return the names of all formats.

    Example:
        >>> "superb" in list_formats()
        True
    """
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in found if not name.startswith("_"))


def get_format(name: str) -> ModuleType:
    """Return the module that reads a format.

    Raises:
        SerEvalsError: there is no such format.
    """
    if name not in list_formats():
        raise unknown("format", name, list_formats())
    return importlib.import_module(f"{__name__}.{name}")
