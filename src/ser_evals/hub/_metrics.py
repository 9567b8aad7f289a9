"""The `evaluate` modules as Spaces."""

from collections.abc import Iterable
from typing import Unpack

from ser_evals.evaluation import list_modules, module_path
from ser_evals.hub._access import check_access
from ser_evals.hub._publish import publish
from ser_evals.hub._target import Options, Pushed, Target


def push_metrics(names: Iterable[str] | None = None, **target: Unpack[Options]) -> list[Pushed]:
    """Push `evaluate` modules to Spaces of their names, for `evaluate.load("ser-evals/uar")`.

    Args:
        names: of the modules; all by default.
        target: org, private, pr, dry_run: see `Target`.

    Raises:
        SerEvalsError: for an unknown name, and for what can go wrong on the Hub.
    """
    to = Target(**target)
    folders = {name: module_path(name).parent for name in names or list_modules()}
    check_access(to)
    return [
        publish(
            folder,
            f"{to.org}/{name}",
            "space",
            to,
            title=f"The metric {name}",
            sdk="gradio",
            owned=["*.py"],
        )
        for name, folder in folders.items()
    ]
