"""What may be published of a corpus, and in which form: cards and Parquet for the Hub."""

import importlib
from typing import TYPE_CHECKING, Any

from ser_evals.sharing._benchmark import benchmark
from ser_evals.sharing._card import card
from ser_evals.sharing._columns import publishable
from ser_evals.sharing._scripts import scripts, write_scripts

if TYPE_CHECKING:
    from ser_evals.sharing._prepare import Prepared, prepare

__all__ = ["Prepared", "benchmark", "card", "prepare", "publishable", "scripts", "write_scripts"]


def __getattr__(name: str) -> Any:
    # Cards need neither datasets nor pyarrow.
    if name in ("Prepared", "prepare"):
        return getattr(importlib.import_module("ser_evals.sharing._prepare"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
