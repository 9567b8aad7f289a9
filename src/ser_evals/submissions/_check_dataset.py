"""Does a whole results dataset hold runs and its card, and nothing that would be read as more?"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from huggingface_hub import RepoCard

from ser_evals.submissions import _names as names
from ser_evals.submissions._card import card
from ser_evals.submissions._outcome import refuse
from ser_evals.submissions._places import is_address

BESIDE = (names.CARD, ".gitattributes")
LOCAL = (".git", ".cache")
"""Folders that git and huggingface_hub keep in a copy; on the Hub they are files like others."""


def check_dataset(dataset: Path, runs: Iterable[Path], *, local: bool) -> str:
    """Look for files beside the runs, and for a card that names other files than theirs.

    Args:
        dataset: the folder of the whole.
        runs: their folders.
        local: whether it is a folder of the verifier's, not what the Hub gave.
    """
    root = dataset.resolve()
    homes = [run for run in map(Path.resolve, runs) if is_address(run.relative_to(root).parts)]
    known = {run / name for run in homes for name in names.FILES}
    strange = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        skipped = local and path.relative_to(root).parts[0] in LOCAL
        is_file = path.is_symlink() or not path.is_dir()
        if is_file and path not in known and name not in BESIDE and not skipped:
            strange.append(name)
    problems = [
        f"{name} must not be there: {' and '.join(BESIDE)} and the files of runs only"
        for name in strange
    ]
    refuse(problems + _card(root / names.CARD))
    return f"{names.CARD} and the files of its runs"


def _card(path: Path) -> list[str]:
    """Compare what `datasets` reads, which a card can turn to other files."""
    if not path.is_file():
        return [f"{names.CARD} is missing: 'ser-evals push results' writes it"]
    try:
        stated = _configurations(path.read_text(encoding="utf-8"))
    except (ValueError, AttributeError, yaml.YAMLError) as error:
        return [f"{names.CARD} is no card: {' '.join(str(error).split())[:100]}"]
    if stated != _configurations(card()):
        return [
            f"{names.CARD}: its configurations ('configs') are not those that ser-evals writes: "
            "take the card of a new 'ser-evals push results'"
        ]
    return []


def _configurations(text: str) -> Any:
    facts = RepoCard(text).data.to_dict()
    return [facts.get(name) for name in ("configs", "dataset_info")]
