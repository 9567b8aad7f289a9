"""`ser-evals export`."""

from typing import Any

from ser_evals.console.quiet import quiet


def export(**options: Any) -> None:
    """Save the model of a run and say how to use it."""
    from ser_evals.exporting import export as save

    quiet()
    folder = save(**options)
    print(f"Model: {folder}\nNext: ser-evals predict {folder} FILES")
