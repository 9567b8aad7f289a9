"""Which function answers what, and what they have in common."""

from loopback._handler import Handler, Route
from loopback._store import Commit, Repository

ROUTES: list[tuple[str, str, Route]] = []
"""Methods, pattern of the path, and the function that answers; the first that fits."""

REPOSITORY = r"/api/(models|datasets|spaces)/([^/]+/[^/]+)"
OCTETS = "application/octet-stream"


def route(methods: str, pattern: str):
    """Register a function for paths that match as a whole; it is given the groups."""

    def register(function: Route) -> Route:
        ROUTES.append((methods, pattern, function))
        return function

    return register


def found_repository(handler: Handler, kind: str, name: str) -> Repository | None:
    """Return a repository, or refuse and return None."""
    repository = handler.store.repositories.get((kind, name))
    if repository is None:
        handler.refuse(404, "RepoNotFound", "Repository not found")
    return repository


def state(
    handler: Handler, kind: str, name: str, revision: str
) -> tuple[Repository, Commit] | tuple[None, None]:
    """Return a repository at a revision, or refuse and return twice None."""
    repository = found_repository(handler, kind, name)
    if repository is None:
        return None, None
    commit = repository.at(revision or "main")
    if commit is None:
        handler.refuse(404, "RevisionNotFound", "Invalid rev id")
        return None, None
    return repository, commit


def address(handler: Handler, kind: str, name: str) -> str:
    """Return the address of a repository."""
    return f"{handler.base}/{'' if kind == 'models' else kind + '/'}{name}"
