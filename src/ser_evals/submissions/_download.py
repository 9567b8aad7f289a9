"""Submissions on the Hub: as they are there now, never what is left of them in the cache."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from ser_evals.errors import SerEvalsError
from ser_evals.submissions import _names as names

ON_THE_HUB = re.compile(r"([\w.-]+/[\w.-]+)((?:/[^/]+)*)/?")


def download(name: str, revision: str | None) -> tuple[Path, str, bool]:
    """Return a folder on the Hub, its commit, and whether it is a whole dataset.

    Raises:
        SerEvalsError: if it is no name for one, or the Hub does not give it.
    """
    match = ON_THE_HUB.fullmatch(name)
    if not match or name.startswith((".", "~")):
        what = f"{name} is a file" if Path(name).expanduser().is_file() else f"no folder {name}"
        raise SerEvalsError(
            f"{what}: give the folder of a submission or a run, an --output, or a dataset's id "
            "(org/name)"
        )
    from huggingface_hub import HfApi, snapshot_download

    repository, inside = match[1], match[2].strip("/")
    wanted = [f"{inside}/*", names.CARD] if inside else ["*"]
    with _explained(name, revision):
        # The cache answers for a Hub that cannot be reached, whatever a branch is at by now.
        info = HfApi().repo_info(repository, repo_type="dataset", revision=revision)
        options = {"repo_type": "dataset", "revision": info.sha, "allow_patterns": wanted}
        root = Path(snapshot_download(repository, **options))
    there = [file.rfilename for file in info.siblings or ()]
    lost = [n for n in there if any(fnmatchcase(n, w) for w in wanted) and not (root / n).is_file()]
    if lost:
        raise SerEvalsError(f"{repository}: the Hub does not give {lost[0]}: run the same again")
    if not (root / inside).is_dir():
        raise SerEvalsError(f"{repository} holds no {inside}")
    return root / inside, info.sha, not inside


@contextmanager
def _explained(name: str, revision: str | None) -> Iterator[None]:
    from httpx2 import HTTPError
    from huggingface_hub.errors import (
        HfHubHTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        yield
    except (HfHubHTTPError, HTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        reason = {
            RevisionNotFoundError: f"it has no revision {revision}",
            RepositoryNotFoundError: "no such dataset, or the token may not see it",
        }.get(type(error), said)
        raise SerEvalsError(f"no folder {name}, and the Hub does not give it: {reason}") from error
