"""A folder that appears whole."""

import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ser_evals.paths import not_writable


def save(model: Any, extractor: Any, files: Mapping[str, bytes], output: Path) -> None:
    """Write a model, its extractor and more under a temporary name, then rename the folder.

    Args:
        model: for transformers.
        extractor: of its features.
        files: content by path inside the folder.
        output: the folder.

    Raises:
        SerEvalsError: if the place cannot be written to.
    """
    partial = output.with_name(f".{output.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        partial.mkdir(parents=True)
        model.save_pretrained(partial)
        extractor.save_pretrained(partial)
        for name, content in files.items():
            (partial / name).parent.mkdir(exist_ok=True)
            (partial / name).write_bytes(content)
        if output.is_dir():
            output.rmdir()
        partial.replace(output)
    except OSError as error:
        raise not_writable(output, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
