"""Commits and pull requests."""

import base64
import json
from typing import Any

from loopback._handler import Handler
from loopback._store import Proposal, Repository


def read(handler: Handler) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the header of what was sent, and its operations."""
    lines = [json.loads(line) for line in handler.body.splitlines()]
    (header,) = (line["value"] for line in lines if line["key"] == "header")
    return header, [line for line in lines if line["key"] != "header"]


def apply(
    handler: Handler, files: dict[str, bytes], operations: list[dict[str, Any]]
) -> dict[str, bytes]:
    """Return files after a commit's operations."""
    files = dict(files)
    for operation in operations:
        key, value = operation["key"], operation["value"]
        if key == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif key == "lfsFile":
            files[value["path"]] = handler.store.blobs[value["oid"]]
        elif key == "deletedFile":
            files.pop(value["path"], None)
        elif key == "deletedFolder":
            inside = value["path"].rstrip("/") + "/"
            files = {p: content for p, content in files.items() if not p.startswith(inside)}
    return files


def propose(repository: Repository, title: str, files: dict[str, bytes]) -> Proposal:
    """Open a pull request."""
    number = len(repository.proposals) + 1
    commit = repository.state(files, title)
    repository.proposals.append(Proposal(number, title, commit))
    return repository.proposals[-1]
