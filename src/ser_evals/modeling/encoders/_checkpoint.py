"""Checkpoints of transformers models: which files, do they fit?"""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling import hub_files
from ser_evals.modeling.encoders._mert import MODEL_TYPE, as_hubert
from ser_evals.modeling.fit import unfit
from ser_evals.modeling.hub_files import reason
from ser_evals.modeling.pickles import load

NETWORKS = (
    *("alexnet", "vgg11", "vgg13", "vgg16", "vgg19"),
    *("cnn14", "ecapa", "crnn18", "crnn19"),
)
"""Networks written here, by the "model_type" that `ser_evals.modeling.remote.build_ser` takes."""


def commit(backbone: Backbone) -> str:
    """Return the commit of a Hub checkpoint.

    Raises:
        SerEvalsError: if it is neither in the local cache nor to be had.
    """
    return hub_file(backbone, "config.json").parent.name


def missing_library(backbone: Backbone) -> SerEvalsError:
    """Build the error for a feature set whose library is not installed."""
    return SerEvalsError(
        f"backbone {backbone.name!r} needs {backbone.engine}: "
        f"pip install 'ser-evals[{backbone.engine}]'"
    )


def read_config(backbone: Backbone) -> Any:
    """Return the transformers configuration of a checkpoint; code in it is never run.

    Of a network written here, a namespace with what config.json says.
    """
    from transformers import AutoConfig

    path = _file(backbone, "config.json")
    facts = facts_of(path)
    if facts.get("model_type") in NETWORKS:
        return SimpleNamespace(**facts)
    if facts.get("model_type") == MODEL_TYPE:
        return as_hubert(backbone.checkpoint, facts)
    return _parsed(AutoConfig, backbone, path)


def facts_of(path: Path) -> dict[str, Any]:
    """Return what a config.json says; nothing where it is spoilt."""
    try:
        facts = json.loads(path.read_bytes())
    except ValueError:
        return {}  # transformers says what is wrong with it
    return facts if isinstance(facts, dict) else {}


def load_model(model_class: Any, backbone: Backbone, **options: Any) -> Any:
    """Load a checkpoint in float32 and evaluation mode, every weight accounted for.

    Args:
        model_class: a transformers model class or Auto class.
        backbone: its record.
        options: passed to `from_pretrained`.

    Raises:
        SerEvalsError: if files or weights are missing, or are a pickle that nobody asked for.
    """
    import torch

    folder = Path(backbone.checkpoint)
    revision = {} if folder.is_dir() else {"revision": commit(backbone)}
    try:
        model, report = load(
            model_class,
            backbone.checkpoint,
            allow_pickle=backbone.allow_pickle,
            dtype=torch.float32,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            trust_remote_code=False,
            **revision,
            **options,
        )
    except SerEvalsError:
        raise
    except Exception as error:
        raise SerEvalsError(f"{backbone.checkpoint}: cannot be loaded ({reason(error)})") from error
    if faults := unfit(report):
        raise SerEvalsError(f"{backbone.checkpoint} does not fit {type(model).__name__}: {faults}")
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
            known = try_to_load_from_cache(backbone.checkpoint, name, revision=commit(backbone))
            absent = known is not None
        if absent:
            return None
        raise


def _parsed(auto_class: Any, backbone: Backbone, path: Path) -> Any:
    try:
        return auto_class.from_pretrained(str(path.parent), trust_remote_code=False)
    except Exception as error:
        raise SerEvalsError(
            f"{backbone.checkpoint}: unusable {path.name} ({reason(error)})"
        ) from error


def _file(backbone: Backbone, name: str) -> Path:
    folder = Path(backbone.checkpoint)
    if folder.is_dir():
        if not (folder / name).is_file():
            raise SerEvalsError(f"{folder} holds no {name}: not a transformers checkpoint")
        return folder / name
    return hub_file(backbone, name)


def hub_file(backbone: Backbone, name: str) -> Path:
    """Return a file of a Hub checkpoint, downloaded where it has to be.

    Raises:
        SerEvalsError: if it is neither in the local cache nor to be had.
    """
    return hub_files.hub_file(backbone.checkpoint, name, revision=backbone.revision, use="backbone")
