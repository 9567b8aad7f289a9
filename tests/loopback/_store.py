"""Repositories, their commits and their large files, in memory."""

import hashlib
import threading
from dataclasses import dataclass, field
from typing import Any

import yaml

from loopback._accounts import Account
from loopback._failures import Failure

LARGE = (".parquet", ".safetensors", ".bin", ".pt", ".arrow", ".wav", ".flac", ".npz")
LARGE_BYTES = 10 * 2**20
DATE = "2026-01-01T00:00:00.000Z"
RESULTS = ".eval_results/"


@dataclass
class Commit:
    """A state of a repository.

    Args:
        oid: 40 hexadecimal digits.
        title: of the commit.
        files: path to content.
    """

    oid: str
    title: str
    files: dict[str, bytes]


@dataclass
class Proposal:
    """A pull request, at refs/pr/<number>.

    Args:
        number: counted from 1.
        title: of its commit.
        commit: its state.
        status: "open", "closed" or "merged".
    """

    number: int
    title: str
    commit: Commit
    status: str = "open"


class Repository:
    """A repository with one branch, `main`, and pull requests.

    Args:
        kind: "datasets", "models" or "spaces".
        name: "owner/name".
        sdk: of a Space.
        private: whether it was created so.
    """

    def __init__(self, kind: str, name: str, sdk: str | None = None, private: bool = False) -> None:
        self.kind, self.name, self.sdk, self.private = kind, name, sdk, private
        self.commits: list[Commit] = []
        self.tags: dict[str, str] = {}
        self.proposals: list[Proposal] = []
        self.commit({".gitattributes": b"*.parquet filter=lfs\n"}, "initial commit")

    def commit(self, files: dict[str, bytes], title: str) -> Commit:
        """Add a state to `main`."""
        self.commits.append(self.state(files, title))
        return self.commits[-1]

    def state(self, files: dict[str, bytes], title: str) -> Commit:
        """Return a state that could follow."""
        parts = [self.commits[-1].oid if self.commits else "", title, str(len(self.commits))]
        parts += [f"{path} {hashlib.sha1(files[path]).hexdigest()}" for path in sorted(files)]
        oid = hashlib.sha1("\n".join(parts).encode()).hexdigest()
        return Commit(oid, title, dict(files))

    def at(self, revision: str) -> Commit | None:
        """Return the state at a branch, tag or (shortened) commit, None if there is none."""
        if revision in ("main", "HEAD"):
            return self.commits[-1]
        oid = self.tags.get(revision, revision)
        for proposal in self.proposals:
            if revision in (f"refs/pr/{proposal.number}", proposal.commit.oid):
                return proposal.commit
        found = [c for c in self.commits if c.oid.startswith(oid)] if len(oid) >= 7 else []
        return found[0] if found else None

    def facts(self, commit: Commit) -> dict[str, Any]:
        """Return what the Hub says of a repository."""
        card = _front_matter(commit.files.get("README.md", b""))
        facts = {
            "_id": "0" * 24,
            "id": self.name,
            "author": self.name.split("/")[0],
            "sha": commit.oid,
            "lastModified": DATE,
            "createdAt": DATE,
            "private": self.private,
            "gated": False,
            "disabled": False,
            "downloads": 0,
            "likes": 0,
            "tags": card.get("tags") or [],
            "cardData": card,
            "siblings": [{"rfilename": path} for path in sorted(commit.files)],
        }
        if self.kind == "models":
            facts |= {"modelId": self.name, "evalResults": _results(commit)}
        return facts | ({"sdk": self.sdk} if self.sdk else {})


@dataclass
class Store:
    """Everything that is on a Hub.

    Args:
        repositories: by kind and name.
        blobs: large files by SHA-256.
        requests: method and path of every request.
        failures: what is going to go wrong.
        accounts: by token; without any, every token may do everything.
        lock: held while a request is answered.
    """

    repositories: dict[tuple[str, str], Repository] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


def is_large(path: str, size: int) -> bool:
    """Say whether a file is kept outside git."""
    return path.endswith(LARGE) or size > LARGE_BYTES


def git_oid(content: bytes) -> str:
    """Return git's name of a content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def entry(path: str, content: bytes) -> dict[str, Any]:
    """Return a file as listings show it."""
    facts = {"type": "file", "path": path, "size": len(content), "oid": git_oid(content)}
    if is_large(path, len(content)):
        digest = hashlib.sha256(content).hexdigest()
        facts["lfs"] = {"oid": digest, "size": len(content), "pointerSize": 130}
    return facts


def folder(path: str) -> dict[str, Any]:
    """Return a folder as listings show it."""
    return {"type": "directory", "path": path, "oid": "0" * 40, "size": 0}


def _front_matter(readme: bytes) -> dict[str, Any]:
    if not readme.startswith(b"---\n"):
        return {}
    return yaml.safe_load(readme.split(b"\n---", 1)[0]) or {}


def _results(commit: Commit) -> list[dict[str, Any]]:
    return [
        {"filename": path, "verified": False, "data": result}
        for path, content in sorted(commit.files.items())
        if path.startswith(RESULTS)
        for result in yaml.safe_load(content)
    ]
