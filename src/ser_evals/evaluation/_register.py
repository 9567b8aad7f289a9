import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ser_evals.errors import SerEvalsError
from ser_evals.evaluation._spaces import list_modules, module_path

OURS, BARE = "ser-evals", "evaluate-metric"
"""`evaluate.load("ser-evals/uar")` looks for the first, `evaluate.load("uar")` for the second."""


@dataclass(frozen=True)
class Registered:
    """What became of one name.

    Attributes:
        name: what `evaluate.load` is given.
        path: the file that it finds in the modules cache.
        state: "written", "unchanged", or "foreign": a module of someone else's, left alone.
    """

    name: str
    path: Path
    state: Literal["written", "unchanged", "foreign"]


def register() -> list[Registered]:
    """Put our modules where `evaluate.load("uar")` and `evaluate.load("ser-evals/uar")` find them.

    They are copied into the modules cache of `evaluate` (`$HF_MODULES_CACHE/evaluate_modules`, by
    default `~/.cache/huggingface/modules/evaluate_modules`) and are found from there by any
    process, offline or without such a module on the Hub. Calling this again changes nothing; after
    an update of ser-evals it writes the new version beside the old one.

    Returns:
        What was written, and what was not: two entries for each module.

    Raises:
        SerEvalsError: the cache cannot be written to.
    """
    from evaluate import config
    from evaluate.loading import init_dynamic_modules

    try:
        cache = init_dynamic_modules()
        return [_place(name, owner, cache) for name in list_modules() for owner in (OURS, BARE)]
    except OSError as error:
        raise SerEvalsError(
            f"cannot write the evaluate modules: {error.strerror} ({error.filename}); set "
            f"HF_MODULES_CACHE, now {config.HF_MODULES_CACHE}, to a folder that can be written to"
        ) from error


def _place(name: str, owner: str, cache: str) -> Registered:
    from evaluate.loading import _create_importable_file, files_to_hash

    source = module_path(name)
    folder = Path(cache) / "metrics" / f"{owner}--{name}"
    load_name = f"{OURS}/{name}" if owner == OURS else name
    versions = list(_versions(folder, name))
    foreign = [path for path in versions if not _is_ours(path)]
    if foreign and owner == BARE:
        return Registered(load_name, foreign[-1], "foreign")
    target = folder / files_to_hash([str(source)]) / source.name
    # evaluate loads the version that was modified last, whatever its content
    if versions[-1:] == [target] and target.read_bytes() == source.read_bytes():
        return Registered(load_name, target, "unchanged")
    _create_importable_file(str(source), [], [], cache, "metrics", f"{owner}/{name}", None)
    shutil.copyfile(source, target)
    os.utime(target)
    return Registered(load_name, target, "written")


def _versions(folder: Path, name: str) -> Iterator[Path]:
    """Yield the cached files of a module, the one that `evaluate` would load last."""
    found = [path for path in folder.glob(f"*/{name}.py") if len(path.parent.name) == 64]
    yield from sorted(found, key=lambda path: path.stat().st_mtime)


def _is_ours(path: Path) -> bool:
    return f"spaces/{OURS}/{path.stem}" in path.read_text("utf-8", errors="replace")
