"""Changes that are proposed instead of made."""

import hashlib
from dataclasses import replace

from ser_evals.errors import SerEvalsError
from ser_evals.hub._access import client
from ser_evals.hub._changes import Changes
from ser_evals.hub._commit import commit, upload
from ser_evals.hub._files import large_digest
from ser_evals.hub._remote import Remote
from ser_evals.hub._retry import is_passing, pause, retried
from ser_evals.hub._target import Pushed

TRIES = 3


def propose(pushed: Pushed, changes: Changes, remote: Remote, title: str) -> Pushed:
    """Open a pull request, unless one with the same changes is open.

    Raises:
        SerEvalsError: if there is no repository.
    """
    if not remote.commit:
        raise SerEvalsError(
            f"{pushed.repository} is not on the Hub, so no pull request can be made: push without "
            "--pr first"
        )
    pushed = replace(pushed, tag="")
    if not changes:
        return pushed
    # The title holds a digest: whether the same is proposed already is seen without reading it.
    title = f"{title} ({_digest(changes)})"
    for number in range(1, TRIES + 1):
        if found := _open(pushed, title):
            note = "a pull request with these changes is open already"
            return replace(pushed, pull_request=found, notes=(*pushed.notes, note))
        try:
            operations = upload(pushed, changes, create_pr=True)
            made = commit(pushed, operations, title, remote.commit, create_pr=True)
        except Exception as error:
            # It may be there, and only the answer was lost: looked for before it is made again.
            if number == TRIES or not is_passing(error):
                raise
            pause(error, number)
        else:
            return replace(pushed, commit=made.oid, pull_request=made.pr_url or "")
    raise AssertionError


def _open(pushed: Pushed, title: str) -> str:
    """Return the address of an open pull request, "" if there is none."""

    def find() -> str:
        found = client().get_repo_discussions(
            pushed.repository,
            repo_type=pushed.kind,
            discussion_type="pull_request",
            discussion_status="open",
        )
        return next((proposal.url for proposal in found if proposal.title == title), "")

    return retried(find)


def _digest(changes: Changes) -> str:
    lines = [f"{path} {large_digest(file)}" for path, file in changes.uploaded.items()]
    return hashlib.sha256("\n".join([*lines, *changes.deleted]).encode()).hexdigest()[:8]
