"""What the card of everything that is pushed must say."""

from pathlib import Path

import yaml
from huggingface_hub import RepoCard

from ser_evals.errors import SerEvalsError

TAG = "ser-evals"
"""Stands among the tags of every repository of ours."""


def check_card(files: dict[str, Path], folder: Path) -> None:
    """Refuse what the next push would not recognise as ours.

    Raises:
        SerEvalsError: if there is no card, or it lacks the tag.
    """
    try:
        text = files["README.md"].read_text(encoding="utf-8")
        tags = RepoCard(text, ignore_metadata_errors=True).data.get("tags") or []
    except (KeyError, ValueError, yaml.YAMLError) as error:
        raise SerEvalsError(f"{folder} has no README.md with a card's metadata") from error
    if TAG not in tags:
        raise SerEvalsError(f"{folder}/README.md: add {TAG!r} to the tags of its metadata")
