"""Metrics, logit adjustment and intervals: pure functions on NumPy arrays.

One metric, one file: a module `_name.py` that defines a function `name` is public as
`ser_evals.metrics.name`. A point metric also defines `from_confusion`, the same metric on a
stack of confusion matrices, and with it can be bootstrapped.
"""

from collections.abc import Callable
from typing import Any

from ser_evals.metrics._discovery import find, list_metrics, public_names
from ser_evals.metrics._interval import Interval
from ser_evals.metrics._mcnemar import McNemar
from ser_evals.metrics._rank_interval import RankInterval

__all__ = ["Interval", "McNemar", "RankInterval", "list_metrics"]


def __getattr__(name: str) -> Callable[..., Any]:
    function = None if name.startswith("_") else find(name)
    if function is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = function
    return function


def __dir__() -> list[str]:
    return sorted([*__all__, *public_names()])
