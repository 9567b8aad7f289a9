"""What commands print, and what they keep others from printing."""

from pathlib import Path
from typing import Any


def show(scores: Any, output: str) -> None:
    """Print scores and where the report is."""
    from ser_evals.reporting import table

    print(table(scores))
    print(f"Report: {(Path(output).expanduser() / 'report.html').resolve()}")


def quiet() -> None:
    """Keep bars of other libraries from drawing over ours."""
    import huggingface_hub
    import transformers

    huggingface_hub.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
