"""Weights of the networks written here: where they are, and what is in the file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ser_evals.backbones import Backbone
from ser_evals.errors import SerEvalsError, unknown
from ser_evals.modeling.encoders._checkpoint import NETWORKS, hub_file
from ser_evals.modeling.hub_files import reason
from ser_evals.modeling.pickles import OPTION, SAFE, check, files_of, pickle_among
from ser_evals.paths import cache_dir

FILES = {"ecapa": "embedding_model.ckpt"}
"""The file of weights, where a checkpoint on the Hub holds several."""
FROM_SCRATCH = ("crnn18", "crnn19")
SUFFIXES = (".safetensors", ".pth", ".pt", ".ckpt")


def network_of(backbone: Backbone) -> str:
    """Return which network a record of engine "network" means.

    Raises:
        SerEvalsError: if there is no such network.
    """
    if backbone.name not in NETWORKS:
        raise unknown("network", backbone.name, NETWORKS)
    return backbone.name


def on_the_hub(backbone: Backbone) -> bool:
    """Say whether a network's weights are a checkpoint on the Hub."""
    return backbone.revision is not None and not Path(backbone.checkpoint).exists()


def weights_of(backbone: Backbone, network: str) -> Path:
    """Return the file that holds a network's weights.

    The checkpoint itself, if it is a file; the only file of weights in it, if it is a folder; a
    file of the Hub; or what was downloaded from the record's address, into `weights` in the cache
    of this package or into the cache of torch.hub.

    Raises:
        SerEvalsError: if there is none, with where to get it, or a pickle nobody asked for.
    """
    if on_the_hub(backbone):
        file = FILES.get(network, "model.safetensors")
        check(backbone.checkpoint, file, allowed=backbone.allow_pickle)
        return hub_file(backbone, file)
    path = _local(backbone, network)
    check(backbone.checkpoint, path, allowed=backbone.allow_pickle)
    return path


def pickle_of(backbone: Backbone) -> str | None:
    """Return the pickle that a backbone's weights are published as, None if it is not known to be.

    Of a checkpoint on the Hub it is known where its files can be listed.
    """
    if backbone.engine == "transformers":
        return pickle_among(files_of(backbone.checkpoint, backbone.revision))
    if backbone.engine != "network" or backbone.name in FROM_SCRATCH:
        return None
    file = FILES.get(backbone.name) or _name_of(backbone.url or "")
    return None if file.endswith(SAFE) else file


def _local(backbone: Backbone, network: str) -> Path:
    place = Path(backbone.checkpoint).expanduser()
    # A record's checkpoint may be a mere name, which a folder nearby can have by chance.
    if backbone.checkpoint != network:
        if place.is_file():
            return place
        if place.is_dir():
            return _only(place, network)
        raise SerEvalsError(f"no weights of {network!r} in {place}: give a file or a folder")
    if backbone.url is not None:
        return _downloaded(backbone, backbone.url)
    if network in FROM_SCRATCH:
        raise SerEvalsError(
            f"backbone {backbone.name!r} is trained end to end: not a frozen encoder. Nobody has "
            "published weights; a folder with your own and a config.json will do"
        )
    raise SerEvalsError(f"backbone {backbone.name!r}: it is not known where its weights are")


def read_weights(path: Path) -> Mapping[str, Any]:
    """Return what a file of weights holds; code in it is never run.

    Raises:
        SerEvalsError: if it cannot be read.
    """
    import torch
    from safetensors.torch import load_file

    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise SerEvalsError(f"{path}: cannot be loaded ({reason(error)})") from error
    if not isinstance(found, Mapping):
        raise SerEvalsError(f"{path}: expected weights by name, found {type(found).__name__}")
    return found


def _only(folder: Path, network: str) -> Path:
    safe = sorted(folder.glob(f"*{SAFE}"))
    if len(safe) == 1:
        return safe[0]
    if network in FILES and (folder / FILES[network]).is_file():
        return folder / FILES[network]
    found = sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES)
    if len(found) != 1:
        raise SerEvalsError(
            f"{folder} holds {len(found)} files of weights ({', '.join(SUFFIXES)}): leave the one "
            f"of {network!r} there"
        )
    return found[0]


def _name_of(url: str) -> str:
    return unquote(Path(urlsplit(url).path).name)


def _downloaded(backbone: Backbone, url: str) -> Path:
    import torch

    name, file = backbone.name, _name_of(url)
    own = cache_dir() / "weights" / file
    for place in (own, Path(torch.hub.get_dir()) / "checkpoints" / file):
        if place.is_file():
            return place
    raise SerEvalsError(
        f"backbone {name!r}: its weights are not on this machine. Download {url} and save it as "
        f"{own}, or put it into a folder with a config.json that says "
        f'{{"model_type": "{name}"}} and give that folder as backbone'
        + f". It is a pickle: {OPTION} (allow_pickle=True) allows it"
        * (not backbone.allow_pickle)
    )
