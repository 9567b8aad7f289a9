"""Uploads, the commit that makes them visible, and the tag."""

from typing import Any

import httpx2
from huggingface_hub import CommitInfo, CommitOperationAdd, CommitOperationDelete
from huggingface_hub.errors import HfHubHTTPError

from ser_evals.errors import SerEvalsError
from ser_evals.hub._access import client
from ser_evals.hub._changes import Changes, Rules, compare
from ser_evals.hub._errors import explained
from ser_evals.hub._remote import Remote, tree
from ser_evals.hub._retry import TRIES, is_passing, pause, retried
from ser_evals.hub._target import Pushed

BATCH = 50
"""Files that are announced and hashed together."""

Operations = list[CommitOperationAdd | CommitOperationDelete]


def make_commit(
    pushed: Pushed,
    changes: Changes,
    remote: Remote,
    title: str,
    *,
    sdk: str | None,
    private: bool,
) -> str:
    """Upload what changed, commit it, and return the commit's 40 digits."""
    parent = remote.commit or _create(pushed, sdk, private)
    operations = upload(pushed, changes)
    for number in range(1, TRIES + 1):
        try:
            return commit(pushed, operations, title, parent).oid
        except (HfHubHTTPError, httpx2.TransportError) as error:
            # It may be there, and only the answer was lost.
            if number == TRIES or not is_passing(error):
                raise
            pause(error, number)
            if (head := _head(pushed)) != parent:
                return _as_committed(pushed, changes, head)
    raise AssertionError


def upload(pushed: Pushed, changes: Changes, *, create_pr: bool = False) -> Operations:
    """Send the large files that the Hub does not have, and return the commit's operations."""
    added = [CommitOperationAdd(path, str(file)) for path, file in changes.uploaded.items()]
    for start in range(0, len(added), BATCH):
        client().preupload_lfs_files(
            pushed.repository,
            added[start : start + BATCH],
            repo_type=pushed.kind,
            create_pr=create_pr,
            gitignore_content="",  # a .gitignore that is there must not leave out anything
        )
    return [*added, *(CommitOperationDelete(path, is_folder=False) for path in changes.deleted)]


def commit(
    pushed: Pushed, operations: Operations, title: str, parent: str, **options: Any
) -> CommitInfo:
    """Make a commit, which fails if `main` is not at its parent any more."""
    return client().create_commit(
        pushed.repository,
        operations,
        commit_message=title,
        repo_type=pushed.kind,
        parent_commit=parent,
        **options,
    )


def make_tag(pushed: Pushed, tag: str) -> None:
    """Name the commit; what was committed before is not undone if that fails."""
    try:
        with explained(pushed.repository):
            retried(
                client().create_tag,
                pushed.repository,
                tag=tag,
                revision=pushed.commit,
                repo_type=pushed.kind,
                exist_ok=True,
            )
    except SerEvalsError as error:
        raise SerEvalsError(
            f"{pushed.repository} is pushed, but its tag {tag} could not be made: {error}"
        ) from error


def _create(pushed: Pushed, sdk: str | None, private: bool) -> str:
    """Make the repository and return its first commit."""
    retried(
        client().create_repo,
        pushed.repository,
        repo_type=pushed.kind,
        private=private or None,
        space_sdk=sdk,
        exist_ok=True,
    )
    return _head(pushed)


def _head(pushed: Pushed) -> str:
    return retried(client().repo_info, pushed.repository, repo_type=pushed.kind).sha


def _as_committed(pushed: Pushed, changes: Changes, head: str) -> str:
    """Return a commit that somebody made, if it holds what we were about to commit."""
    there = tree(pushed.repository, pushed.kind, head)
    left = compare(changes.uploaded, there, Rules())
    if left or any(path in there for path in changes.deleted):
        raise SerEvalsError(
            f"{pushed.repository}: somebody else has changed it meanwhile: run the same again, "
            "what was uploaded is not sent again"
        )
    return head
