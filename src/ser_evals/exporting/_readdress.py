"""An exported model under another name."""

import json
from pathlib import Path
from typing import Any

from ser_evals.errors import SerEvalsError
from ser_evals.exporting._card import CARD, FACTS, card
from ser_evals.exporting._facts import SCHEMA
from ser_evals.paths import write_atomically


def readdress(folder: str | Path, repository: str) -> None:
    """Write the card of an exported model again, for the repository that it goes to.

    The facts are kept beside the model, in `.ser_evals.json`: no run is needed, and nothing but
    the card is changed.

    Args:
        folder: what `export` wrote.
        repository: Hub id, "owner/name".

    Raises:
        SerEvalsError: if the folder is none of these, or the name is none for a repository.
    """
    folder = Path(folder).expanduser()
    text = card(_facts(folder), checked(repository))
    write_atomically(folder / CARD, text.encode())


def is_addressed(folder: str | Path, repository: str) -> bool:
    """Say whether a model's card is, to the letter, the one written for a repository.

    Args:
        folder: what `export` wrote.
        repository: Hub id, or the folder's name.

    Raises:
        SerEvalsError: if the folder is none of these.
    """
    folder = Path(folder).expanduser()
    return (folder / CARD).read_bytes() == card(_facts(folder), repository).encode()


def _facts(folder: Path) -> dict[str, Any]:
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        known = facts["schema"] == SCHEMA
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SerEvalsError(
            f"{folder} has no {FACTS}: give a folder that 'ser-evals export' wrote"
        ) from error
    if not known:
        raise SerEvalsError(f"{folder}: another version of ser-evals wrote it; export it again")
    return facts


def checked(repository: str) -> str:
    """Return the name of a repository.

    Raises:
        SerEvalsError: if the Hub would not take it.
    """
    from huggingface_hub.utils import HFValidationError, validate_repo_id

    try:
        validate_repo_id(repository)
    except HFValidationError as error:
        raise SerEvalsError(
            f"repository {repository!r}: expected owner/name, of letters, digits, '-', '_' and '.'"
        ) from error
    return repository
