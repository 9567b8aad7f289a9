"""Checkpoints of transformers models: which revision, which files, do they fit?"""

import hashlib
import importlib.metadata
from pathlib import Path
from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError


def resolve_revision(backbone: Backbone) -> str:
    """Return what identifies the numbers a backbone gives.

    The commit of a Hub checkpoint, a digest of a local folder's configuration and weights, or
    the version of the library that computes a feature set.

    Raises:
        SerEvalsError: if the checkpoint is neither on disk nor to be had from the Hub, or the
            library is not installed.
    """
    if backbone.engine != "transformers":
        try:
            return f"{backbone.engine}-{importlib.metadata.version(backbone.engine)}"
        except importlib.metadata.PackageNotFoundError as error:
            raise missing_library(backbone) from error
    if (folder := Path(backbone.checkpoint)).is_dir():
        return f"local-{_digest(folder)}"
    return _file(backbone, "config.json").parent.name


def missing_library(backbone: Backbone) -> SerEvalsError:
    """Build the error for a feature set whose library is not installed."""
    return SerEvalsError(
        f"backbone {backbone.name!r} needs {backbone.engine}: "
        f"pip install 'ser-evals[{backbone.engine}]'"
    )


def read_config(backbone: Backbone) -> Any:
    """Return the transformers configuration of a checkpoint."""
    from transformers import AutoConfig

    return _parsed(AutoConfig, backbone, _file(backbone, "config.json"))


def load_model(model_class: Any, backbone: Backbone, **options: Any) -> Any:
    """Load a checkpoint in float32 and evaluation mode, every weight accounted for.

    Args:
        model_class: a transformers model class or Auto class.
        backbone: its record.
        options: passed to `from_pretrained`.

    Raises:
        SerEvalsError: if files or weights are missing.
    """
    import torch

    folder = Path(backbone.checkpoint)
    revision = {} if folder.is_dir() else {"revision": resolve_revision(backbone)}
    try:
        model, report = model_class.from_pretrained(
            backbone.checkpoint,
            dtype=torch.float32,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **revision,
            **options,
        )
    except Exception as error:
        raise SerEvalsError(
            f"{backbone.checkpoint}: cannot be loaded ({_reason(error)})"
        ) from error
    # Spectrogram masking in pre-training is the one weight that inference never reads.
    unfit = {
        "missing": [key for key in report["missing_keys"] if "masked_spec_embed" not in key],
        "of another shape": [key for key, *_ in report["mismatched_keys"]],
    }
    for fault, keys in unfit.items():
        if keys:
            raise SerEvalsError(
                f"{backbone.checkpoint} does not fit {type(model).__name__}: {len(keys)} weights "
                f"are {fault}, such as {', '.join(sorted(keys)[:3])}"
            )
    return model.eval().requires_grad_(False)


def load_extractor(backbone: Backbone) -> Any | None:
    """Return the checkpoint's feature extractor, or None where it has none."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError
    from transformers import AutoFeatureExtractor

    name, folder = "preprocessor_config.json", Path(backbone.checkpoint)
    if folder.is_dir() and not (folder / name).is_file():
        return None
    try:
        return _parsed(AutoFeatureExtractor, backbone, _file(backbone, name))
    except SerEvalsError as error:
        # Not to reach the Hub does not mean that there is none: guessing would change numbers.
        absent = isinstance(error.__cause__, EntryNotFoundError)
        if isinstance(error.__cause__, LocalEntryNotFoundError):
            known = try_to_load_from_cache(
                backbone.checkpoint, name, revision=resolve_revision(backbone)
            )
            absent = known is not None
        if absent:
            return None
        raise


def _parsed(auto_class: Any, backbone: Backbone, path: Path) -> Any:
    try:
        return auto_class.from_pretrained(str(path.parent))
    except Exception as error:
        raise SerEvalsError(
            f"{backbone.checkpoint}: unusable {path.name} ({_reason(error)})"
        ) from error


def _reason(error: Exception) -> str:
    """Return the first paragraph of an error as one line."""
    return " ".join(str(error).strip().split("\n\n")[0].split()) or type(error).__name__


def _file(backbone: Backbone, name: str) -> Path:
    folder = Path(backbone.checkpoint)
    if folder.is_dir():
        if not (folder / name).is_file():
            raise SerEvalsError(f"{folder} holds no {name}: not a transformers checkpoint")
        return folder / name
    from huggingface_hub import hf_hub_download

    try:
        return Path(hf_hub_download(backbone.checkpoint, name, revision=backbone.revision))
    except Exception as error:
        raise SerEvalsError(
            f"{backbone.checkpoint}: {name} is neither in the local Hub cache nor to be had "
            f"({type(error).__name__}: {_reason(error)}). Check the name and the network, or "
            "download the repository elsewhere and give its folder as backbone"
        ) from error


def _digest(folder: Path) -> str:
    total = hashlib.blake2b(digest_size=8)
    names = ["config.json", "preprocessor_config.json"]
    weights = sorted(p.name for p in folder.glob("*.safetensors"))
    if not weights:
        raise SerEvalsError(f"{folder} holds no *.safetensors: save the checkpoint in that format")
    for name in names + weights:
        if (folder / name).is_file():
            with (folder / name).open("rb") as file:
                total.update(name.encode())
                total.update(hashlib.file_digest(file, "blake2b").digest())
    return total.hexdigest()
