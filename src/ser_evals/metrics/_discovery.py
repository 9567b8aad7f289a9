import functools
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from ser_evals.errors import unknown

PACKAGE = "ser_evals.metrics"


def find(name: str) -> Callable[..., Any] | None:
    """Return the public function `name`, that is the one that module `_name` defines."""
    try:
        module = importlib.import_module(f"{PACKAGE}._{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{PACKAGE}._{name}":
            raise
        return None
    return getattr(module, name, None)


def public_names() -> list[str]:
    """Return the names of all public functions, in alphabetical order."""
    return [name for name, module in _modules() if hasattr(module, name)]


def list_metrics() -> list[str]:
    """Return the names of the point metrics: one number for one system, higher is better.

    Example:
        >>> "uar" in list_metrics()
        True
    """
    return [name for name, module in _modules() if _is_point_metric(name, module)]


def batched(name: str) -> Callable[..., Any]:
    """Return point metric `name` as a function of confusion matrices.

    Raises:
        SerEvalsError: there is no such point metric.
    """
    known = list_metrics()
    if name not in known:
        raise unknown("metric", name, known, ", or recall_<class> for one class")
    return importlib.import_module(f"{PACKAGE}._{name}").from_confusion


def _is_point_metric(name: str, module: ModuleType) -> bool:
    return hasattr(module, name) and hasattr(module, "from_confusion")


@functools.cache
def _modules() -> list[tuple[str, ModuleType]]:
    found = sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return [(name[1:], importlib.import_module(f"{PACKAGE}.{name}")) for name in found]
