"""A model as a model repository."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Unpack

from ser_evals import __version__
from ser_evals.errors import SerEvalsError
from ser_evals.hub._access import check_access
from ser_evals.hub._changes import matches
from ser_evals.hub._publish import publish
from ser_evals.hub._target import Options, Pushed, Target
from ser_evals.paths import cache_dir

OWNED = ("*_ser.py", "*.safetensors", "*.safetensors.index.json")
PARTS = (
    *OWNED,
    "*config.json",
    "*.md",
    "*.png",
    "*.svg",
    ".ser_evals.json",
    ".eval_results/*.yaml",
)


def push_model(
    model: str | Path,
    *,
    name: str | None = None,
    data_dir: str | Path | None = None,
    seed: int = 0,
    corpora: Iterable[str | Path] = (),
    **target: Unpack[Options],
) -> Pushed:
    """Push the model of a run, or one that was exported, to a model repository.

    Args:
        model: folder of a finished run, or the output folder of runs on one training set, whose
            model is exported into the cache first; or a folder that `export` wrote.
        name: of the repository; by default backbone and training set of a run ("mfcc-emodb"), or
            the folder's own.
        data_dir: of a run: folder with one folder per corpus; the run's own by default.
        seed: of a run: of the head.
        corpora: of a run: files with records of your own corpora (".py"), where they have moved.
        target: org, private, pr, dry_run: see `Target`.

    Raises:
        SerEvalsError: if it is neither, and for what can go wrong on the Hub.
    """
    from ser_evals.exporting import run_folder

    folder, to = run_folder(model), Target(**target)
    if not folder.is_dir():
        raise SerEvalsError(f"no folder {folder}: give a run, an --output or an exported model")
    run = _read(folder / "run.json")
    if run is None:
        _check_exported(folder)
    name = name or (folder.resolve().name if run is None else default_name(run, folder))
    check_access(to)
    repository = f"{to.org}/{name}"
    if run is not None:
        folder = _exported(folder, repository, data_dir, seed, tuple(corpora))
        _check_exported(folder)
    elif not to.dry_run:
        _readdress(folder, repository)
    return publish(
        folder, repository, "model", to, title=f"The model {name}", owned=OWNED, gate=_gate
    )


def _gate(files: dict[str, Path]) -> None:
    """Refuse what is no part of a model: recordings and tables have licences of their own."""
    for path in files:
        if not matches(path, PARTS):
            raise SerEvalsError(f"{path} is no part of a model: keep it in another folder")


def default_name(run: dict[str, Any], folder: Path) -> str:
    """Return the name of the model of a run.

    Example:
        >>> default_name({"backbone": {"name": "openai/whisper-tiny"}, "train": "a+b"}, Path())
        'whisper-tiny-a-b'
    """
    try:
        words = f"{run['backbone']['name'].rstrip('/').rpartition('/')[2]}-{run['train']}"
    except (KeyError, TypeError, AttributeError) as error:
        raise SerEvalsError(f"{folder}/run.json is not the record of a run") from error
    return re.sub(r"[^A-Za-z0-9._]+", "-", words).strip("-.")


def _exported(
    run: Path,
    repository: str,
    data_dir: str | Path | None,
    seed: int,
    corpora: tuple[str | Path, ...],
) -> Path:
    """Return the folder of a run's model in the cache, made where it is missing."""
    from ser_evals.exporting import export

    # The card tells of the runs beside it, too.
    facts = [path.read_bytes() for path in sorted(run.parent.glob("*/run.json"))]
    facts += [f"{run.name} {seed} {repository} {__version__}".encode()]
    digest = hashlib.sha256(b"\n".join(facts)).hexdigest()[:16]
    folder = cache_dir() / "push" / "models" / digest / repository.rpartition("/")[2]
    options = {"seed": seed, "data_dir": data_dir, "repository": repository, "corpora": corpora}
    return folder if folder.is_dir() else export(run, folder, **options)


def _readdress(folder: Path, repository: str) -> None:
    """Let the examples of a card name the repository, unless somebody has edited it."""
    from ser_evals.exporting import is_addressed, readdress

    if (folder / ".ser_evals.json").is_file() and is_addressed(folder, folder.resolve().name):
        readdress(folder, repository)


def _check_exported(folder: Path) -> None:
    found = _read(folder / "config.json") or {}
    if found.get("model_type") != "ser" or not list(folder.glob("*.safetensors")):
        raise SerEvalsError(
            f"{folder} is neither the folder of a run (run.json) nor a model that "
            "'ser-evals export' wrote"
        )


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
