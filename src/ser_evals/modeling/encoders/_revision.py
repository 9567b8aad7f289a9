"""What identifies the numbers that a backbone gives."""

import hashlib
import importlib.metadata
from pathlib import Path

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._checkpoint import NETWORKS, commit, facts_of, missing_library
from ser_evals.modeling.encoders._published import network_of, on_the_hub, weights_of
from ser_evals.modeling.pickles import SAFE, check, files_of, pickle_among


def resolve_revision(backbone: Backbone) -> str:
    """Return what identifies the numbers a backbone gives.

    The commit of a Hub checkpoint, a digest of local weights and their configuration, or the
    version of the library that computes a feature set.

    Raises:
        SerEvalsError: if the checkpoint is neither on disk nor to be had from the Hub, is a
            pickle that nobody asked for, or the library is not installed.
    """
    if backbone.engine == "network":
        path = weights_of(backbone, network_of(backbone))
        if on_the_hub(backbone):
            return path.parent.name
        config = [path.with_name("config.json")] if Path(backbone.checkpoint).is_dir() else []
        return f"local-{_digest([*config, path], names=False)}"
    if backbone.engine != "transformers":
        try:
            return f"{backbone.engine}-{importlib.metadata.version(backbone.engine)}"
        except importlib.metadata.PackageNotFoundError as error:
            raise missing_library(backbone) from error
    if (folder := Path(backbone.checkpoint)).is_dir():
        return f"local-{_digest(_files(backbone, folder))}"
    return commit(backbone)


def _files(backbone: Backbone, folder: Path) -> list[Path]:
    """Return the files of a folder that say what it computes."""
    config = folder / "config.json"
    if (kind := facts_of(config).get("model_type") if config.is_file() else None) in NETWORKS:
        return [config, weights_of(backbone, kind)]
    weights = sorted(folder.glob(f"*{SAFE}"))
    if not weights and (pickled := pickle_among(files_of(str(folder)))):
        check(folder, pickled, allowed=backbone.allow_pickle)
        weights = sorted(folder.glob("pytorch_model*.bin"))
    if not weights:
        raise SerEvalsError(f"{folder} holds no *{SAFE}: save the checkpoint in that format")
    return [config, folder / "preprocessor_config.json", *weights]


def _digest(paths: list[Path], *, names: bool = True) -> str:
    total = hashlib.blake2b(digest_size=8)
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                total.update(path.name.encode() if names else b"")
                total.update(hashlib.file_digest(file, "blake2b").digest())
    return total.hexdigest()
