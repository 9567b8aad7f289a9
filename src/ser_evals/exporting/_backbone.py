"""Where a run's backbone is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from ser_evals.backbones import Backbone, get_backbone, list_backbones
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders import resolve_revision


def used_backbone(told: dict[str, Any], *, own: bool = False) -> Backbone:
    """Return the record of a run's backbone, at the revision that was used.

    Args:
        told: what run.json says of it.
        own: whether the run is the user's own, who allowed what it says; another's run does not
            open a pickle of any repository that it names.

    Raises:
        SerEvalsError: if it is another one now.
    """
    name, checkpoint = told["name"], told["checkpoint"]
    known = name in list_backbones() and get_backbone(name).checkpoint == checkpoint
    backbone = get_backbone(name if known else checkpoint)
    asked = told.get("allow_pickle", False) and (own or known or Path(checkpoint).exists())
    backbone = replace(backbone, allow_pickle=asked)
    if backbone.engine == "transformers" and not Path(backbone.checkpoint).is_dir():
        return replace(backbone, revision=told["revision"])
    if (found := resolve_revision(backbone)) != told["revision"]:
        raise SerEvalsError(
            f"backbone {told['name']} is {found} now, the run was made with {told['revision']}"
        )
    return backbone
