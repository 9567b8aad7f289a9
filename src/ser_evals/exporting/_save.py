"""A folder that appears whole."""

import shutil
import uuid
from pathlib import Path
from typing import Any

from ser_evals.paths import not_writable


def save(model: Any, extractor: Any, card: str, output: Path) -> None:
    """Write a model, its extractor and its card under a temporary name, then rename the folder.

    Raises:
        SerEvalsError: if the place cannot be written to.
    """
    partial = output.with_name(f".{output.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        partial.mkdir(parents=True)
        model.save_pretrained(partial)
        extractor.save_pretrained(partial)
        (partial / "README.md").write_text(card, encoding="utf-8")
        if output.is_dir():
            output.rmdir()
        partial.replace(output)
    except OSError as error:
        raise not_writable(output, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
