"""What a push has to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from huggingface_hub import RepoFile

from ser_evals.errors import SerEvalsError
from ser_evals.hub._remote import is_same


@dataclass(frozen=True)
class Rules:
    """What may happen to files that are there; patterns, in which "*" stands for "/" too.

    Args:
        owned: deleted where the folder does not hold them any more.
        kept: left as they are.
        fixed: never changed: their folder must be new, or be there with the same content.
    """

    owned: Sequence[str] = ()
    kept: Sequence[str] = ()
    fixed: Sequence[str] = ()


@dataclass(frozen=True)
class Changes:
    """What is different.

    Args:
        uploaded: files that are new or changed.
        deleted: paths.
        unchanged: number of files that are there already.
    """

    uploaded: dict[str, Path]
    deleted: tuple[str, ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.uploaded or self.deleted)


def compare(files: dict[str, Path], there: dict[str, RepoFile], rules: Rules) -> Changes:
    """Return what has to change, by sizes and digests.

    Raises:
        SerEvalsError: if something would change that may not.
    """
    files = {p: f for p, f in files.items() if not (p in there and matches(p, rules.kept))}
    uploaded = {p: f for p, f in files.items() if p not in there or not is_same(f, there[p])}
    deleted = [path for path in there if path not in files and matches(path, rules.owned)]
    _check_fixed(files, there, uploaded, rules.fixed)
    return Changes(uploaded, tuple(sorted(deleted)), len(files) - len(uploaded))


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Say whether one of the patterns fits."""
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _check_fixed(
    files: dict[str, Path],
    there: dict[str, RepoFile],
    uploaded: dict[str, Path],
    fixed: Sequence[str],
) -> None:
    taken = {PurePosixPath(path).parent for path in there if matches(path, fixed)}
    here = {PurePosixPath(path).parent for path in files if matches(path, fixed)}
    changed = {p for p in uploaded if matches(p, fixed)}
    changed |= {p for p in there if p not in files and matches(p, fixed)}
    for folder in sorted(taken & here):
        if any(PurePosixPath(path).parent == folder for path in changed):
            raise SerEvalsError(
                f"{folder} is there already with other content, and results are never "
                "overwritten: if it is yours, delete it there first"
            )
