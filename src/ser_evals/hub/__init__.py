"""To the Hub: corpora, metrics, models and results.

Everything goes through huggingface_hub, in one commit per push, made last: a push that fails
leaves what was there, and the next one goes on where it stopped. What has not changed is not sent.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ser_evals.hub._corpus import push_corpus
    from ser_evals.hub._metrics import push_metrics
    from ser_evals.hub._model import push_model
    from ser_evals.hub._results import push_results
    from ser_evals.hub._target import Options, Pushed, Target

_HOMES = {
    "Options": "_target",
    "Pushed": "_target",
    "Target": "_target",
    "push_corpus": "_corpus",
    "push_metrics": "_metrics",
    "push_model": "_model",
    "push_results": "_results",
}
__all__ = [
    "Options",
    "Pushed",
    "Target",
    "push_corpus",
    "push_metrics",
    "push_model",
    "push_results",
]


def __getattr__(name: str) -> Any:
    # A model needs torch, a metric does not.
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
