"""Weights in a pickle, a format that can hold programs: refused unless asked for.

Where they are asked for, weights alone are unpickled (torch.load with weights_only=True).
"""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from ser_evals.errors import SerEvalsError

OPTION = "--allow-pickle"
SAFE = ".safetensors"
SECONDS = 10
"""How long the Hub is waited for."""


def check(place: object, file: str | Path, *, allowed: bool) -> None:
    """Assert that a file of weights may be loaded.

    Args:
        place: what the user calls it.
        file: name or path of the file.
        allowed: whether the user asked for pickles.

    Raises:
        SerEvalsError: if it is a pickle, and nobody asked for one.
    """
    if not allowed and Path(file).suffix != SAFE:
        raise SerEvalsError(
            f"{place}: its weights are a pickle ({Path(file).name}), a format that can hold "
            f"programs: save them as safetensors, or allow it with {OPTION} "
            "(allow_pickle=True), which takes nothing but weights from it"
        )


def pickle_among(names: Iterable[str]) -> str | None:
    """Return the pickle that a transformers checkpoint keeps its weights in, if it does.

    Example:
        >>> pickle_among(["config.json", "pytorch_model.bin"])
        'pytorch_model.bin'
        >>> pickle_among(["model.safetensors", "pytorch_model.bin"])
    """
    files = sorted({PurePosixPath(name).name for name in names if "/" not in name})
    if any(name.endswith(SAFE) for name in files):
        return None
    return next((n for n in files if n.startswith("pytorch_model") and n.endswith(".bin")), None)


def files_of(place: str, revision: str | None = None) -> list[str]:
    """Return the files of a checkpoint as far as they can be had; of the Hub, its answer first."""
    import httpx2
    from huggingface_hub import HfApi, try_to_load_from_cache

    if Path(place).is_dir():
        return os.listdir(place)
    try:
        told = HfApi().model_info(place, revision=revision, timeout=SECONDS)
        return [file.rfilename for file in told.siblings or ()]
    except (OSError, ValueError, httpx2.HTTPError):
        # no network, no such repository: what was downloaded is left
        config = try_to_load_from_cache(place, "config.json", revision=revision)
        return os.listdir(Path(config).parent) if isinstance(config, str) else []


def load(model_class: Any, place: str, *, allow_pickle: bool, **options: Any) -> Any:
    """Load a model with transformers, from safetensors wherever there are.

    Args:
        model_class: a model class or Auto class.
        place: folder or Hub id.
        allow_pickle: load a pickle where there is nothing else.
        options: passed to `from_pretrained`.

    Raises:
        SerEvalsError: if there is only a pickle, and nobody asked for one.
    """
    try:
        return model_class.from_pretrained(place, use_safetensors=True, **options)
    except OSError:  # there may be none
        pickled = pickle_among(files_of(place, options.get("revision")))
        if pickled is None:
            raise
    check(place, pickled, allowed=allow_pickle)
    return model_class.from_pretrained(place, use_safetensors=False, weights_only=True, **options)
