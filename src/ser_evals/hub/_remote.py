"""What is on the Hub."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from huggingface_hub import RepoFile, constants
from huggingface_hub.errors import RepositoryNotFoundError

from ser_evals.errors import SerEvalsError
from ser_evals.hub._access import client
from ser_evals.hub._card import TAG
from ser_evals.hub._files import git_digest, large_digest
from ser_evals.hub._retry import retried
from ser_evals.hub._target import Kind

GIVEN = (".gitattributes", "README.md")
"""What a repository that was made by hand may hold and still counts as empty."""


@dataclass(frozen=True)
class Remote:
    """A repository as it is now.

    Args:
        commit: head of the branch `main`; "" where there is no repository.
        files: at that commit.
        tags: name to commit.
        private: whether it is.
    """

    commit: str = ""
    files: dict[str, RepoFile] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    private: bool = False


def url(repository: str, kind: Kind) -> str:
    """Return a repository's address."""
    return f"{constants.ENDPOINT}/{constants.REPO_TYPES_URL_PREFIXES.get(kind, '')}{repository}"


def look(repository: str, kind: Kind, sdk: str | None, *, ours: bool) -> Remote:
    """Return what is there.

    Args:
        repository: "owner/name".
        kind: of the repository.
        sdk: what a Space must have been made for.
        ours: refuse what was not pushed by ser-evals.

    Raises:
        SerEvalsError: if the name belongs to something else.
    """
    try:
        info = retried(client().repo_info, repository, repo_type=kind)
    except RepositoryNotFoundError:
        return Remote()
    if info.id != repository:
        raise SerEvalsError(f"{repository} has moved to {info.id}: push to that name")
    if sdk is not None and info.sdk not in (None, sdk):
        raise SerEvalsError(
            f"{url(repository, kind)} is a Space for {info.sdk}, not for {sdk}: rename it, or give "
            "another --org"
        )
    files = tree(repository, kind, info.sha)
    if ours and not _is_ours(info, files):
        raise SerEvalsError(
            f"{url(repository, kind)} holds something that ser-evals did not push: give another "
            f"--org, rename it, or add the tag {TAG!r} to its card to let ser-evals overwrite it"
        )
    refs = retried(client().list_repo_refs, repository, repo_type=kind)
    tags = {ref.name: ref.target_commit for ref in refs.tags}
    return Remote(info.sha, files, tags, bool(info.private))


def tree(repository: str, kind: Kind, revision: str) -> dict[str, RepoFile]:
    """Return the files at a revision by path."""
    found = client().list_repo_tree(repository, repo_type=kind, revision=revision, recursive=True)
    return {entry.path: entry for entry in found if isinstance(entry, RepoFile)}


def _is_ours(info: Any, files: dict[str, RepoFile]) -> bool:
    empty = files.keys() <= set(GIVEN)
    tags = (info.card_data or {}).get("tags") or []
    return empty or TAG in tags


def is_same(path: Path, there: RepoFile) -> bool:
    """Say whether a file is on the Hub as it is here."""
    if path.stat().st_size != there.size:
        return False
    if there.lfs is not None:
        return large_digest(path) == there.lfs.sha256
    return git_digest(path) == there.blob_id
