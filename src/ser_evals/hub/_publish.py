"""The one place that writes to the Hub."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import httpx2

from ser_evals.errors import SerEvalsError
from ser_evals.hub._access import check_access
from ser_evals.hub._card import check_card
from ser_evals.hub._changes import Changes, Rules, compare
from ser_evals.hub._commit import make_commit, make_tag
from ser_evals.hub._errors import explained
from ser_evals.hub._files import files_of
from ser_evals.hub._proposals import propose
from ser_evals.hub._remote import Remote, look, url
from ser_evals.hub._retry import bounded_waits
from ser_evals.hub._tags import tag_to_make
from ser_evals.hub._target import Kind, Pushed, Target

log = logging.getLogger("ser_evals")
Files = dict[str, Path]


def publish(
    folder: Path,
    repository: str,
    kind: Kind,
    target: Target,
    *,
    title: str,
    tag: str | None = None,
    sdk: str | None = None,
    owned: Sequence[str] = (),
    kept: Sequence[str] = (),
    fixed: Sequence[str] = (),
    gate: Callable[[Files], None] = lambda files: None,
) -> Pushed:
    """Bring a folder to a repository: one commit, made last, and only if something changed.

    Large files go up first, and those that are there already are not sent again: a push that
    fails leaves the previous revision in place, and the next one goes on where it stopped.

    A repository that holds something and lacks the tag "ser-evals" in its card is left alone.

    Args:
        folder: what to push; its README.md must have that tag.
        repository: "owner/name".
        kind: "dataset", "model" or "space".
        target: how to push.
        title: of the commit.
        tag: made where it is missing. One that names other content, by the `owned` files where
            there are any, is an error before anything is uploaded.
        sdk: of a Space.
        owned: patterns of files that are deleted when the folder does not hold them any more.
        kept: patterns of files that are left alone where they are there.
        fixed: patterns of files that may be added, but never changed.
        gate: called with exactly the files that are going to be pushed; raises to stop it.

    Returns:
        What was done, or would be.

    Raises:
        SerEvalsError: everything that can go wrong, in one line.
    """
    files, rules = files_of(folder), Rules(owned, kept, fixed)
    gate(files)
    check_card(files, folder)
    check_access(target)
    with explained(repository), bounded_waits():
        remote, notes = _there(repository, kind, sdk, target)
        changes = compare(files, remote.files, rules)
        missing = tag_to_make(repository, kind, tag, remote, files, changes, rules)
        pushed = Pushed(
            repository,
            kind,
            url(repository, kind),
            remote.commit,
            uploaded={path: file.stat().st_size for path, file in changes.uploaded.items()},
            deleted=changes.deleted,
            unchanged=changes.unchanged,
            tag=tag or "",
            dry_run=target.dry_run,
            notes=(*notes, *_visibility(remote, target)),
        )
        if target.dry_run:
            return pushed
        if target.pr:
            return propose(pushed, changes, remote, title)
        return _write(pushed, changes, remote, target, title, sdk, missing)


def _write(
    pushed: Pushed,
    changes: Changes,
    remote: Remote,
    target: Target,
    title: str,
    sdk: str | None,
    tag: str | None,
) -> Pushed:
    if changes:
        private = target.private
        commit = make_commit(pushed, changes, remote, title, sdk=sdk, private=private)
        pushed = replace(pushed, commit=commit)
    if tag is not None:
        make_tag(pushed, tag)
    return pushed


def _there(
    repository: str, kind: Kind, sdk: str | None, target: Target
) -> tuple[Remote, list[str]]:
    """Return what is there; a dry run does without the Hub."""
    try:
        with explained(repository):
            return look(repository, kind, sdk, ours=not target.pr), []
    except SerEvalsError as error:
        unreachable = isinstance(error.__cause__, (httpx2.HTTPError, OSError))
        if not (target.dry_run and unreachable):
            raise
        return Remote(), [f"taken to be empty, as it cannot be seen: {error}"]


def _visibility(remote: Remote, target: Target) -> list[str]:
    if not remote.commit:
        return ["a private repository"] * target.private
    if remote.private == target.private:
        return []
    seen = "private" if remote.private else "public"
    return [f"the repository was {seen} and stays so; change that in its settings on the Hub"]
