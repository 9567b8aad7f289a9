"""Who made the backbone, and what it may be called on the Hub."""

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

from ser_evals import backbones
from ser_evals.backbones import Backbone

ON_HUB = re.compile(r"[\w.-]+/[\w.-]+")
NEEDS = {"librosa": "librosa", "opensmile": "opensmile"}


def origin(backbone: Backbone, revision: str) -> dict[str, Any]:
    """Return what a card says of a backbone, without the folder that it may have come from.

    Args:
        backbone: record.
        revision: that was used.
    """
    local = Path(backbone.checkpoint).is_dir()
    on_hub = not local and backbone.engine in ("transformers", "network")
    on_hub = on_hub and backbone.url is None and bool(ON_HUB.fullmatch(backbone.checkpoint))
    return {
        "name": backbone.name,
        "hub_id": backbone.checkpoint if on_hub else None,
        "url": backbone.url,
        "revision": revision,
        "licence": backbone.licence,
        "family": backbone.family,
        "pretraining": list(backbone.pretraining),
        "described": None if local else _described(backbone),
        "local": local,
        "needs": NEEDS.get(backbone.engine),
    }


def _described(backbone: Backbone) -> str | None:
    """Return the first line of the module that holds a record: what it is, and whose."""
    for found in pkgutil.iter_modules(backbones.__path__):
        if found.name.startswith("_"):
            continue
        module = importlib.import_module(f"{backbones.__name__}.{found.name}")
        if module.backbone.name == backbone.name:
            return (module.__doc__ or "").splitlines()[0].rstrip(".")
    return None
