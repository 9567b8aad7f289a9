"""Tags name content: the same name never stands for two."""

from pathlib import Path

from ser_evals.errors import SerEvalsError
from ser_evals.hub._changes import Changes, Rules, compare, matches
from ser_evals.hub._remote import Remote, tree
from ser_evals.hub._target import Kind


def tag_to_make(
    repository: str,
    kind: Kind,
    tag: str | None,
    remote: Remote,
    files: dict[str, Path],
    changes: Changes,
    rules: Rules,
) -> str | None:
    """Return the tag if it is missing.

    Where the rules say which files are the repository's data, those alone must be what the tag
    names: a better card needs no new version.

    Raises:
        SerEvalsError: if it names other content.
    """
    if tag is None or tag not in remote.tags:
        return tag
    if remote.tags[tag] == remote.commit and not changes:
        return None
    there = tree(repository, kind, remote.tags[tag])
    if rules.owned:
        files = {path: file for path, file in files.items() if matches(path, rules.owned)}
    if compare(files, there, Rules(owned=rules.owned)):
        raise SerEvalsError(
            f"{repository}: tag {tag} exists with other content: raise the record's version"
        )
    return None
