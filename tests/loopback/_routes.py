"""What the Hub answers, by method and path."""

import hashlib
from fnmatch import fnmatch
from typing import Any
from urllib.parse import parse_qs

from loopback._commits import apply, propose, read
from loopback._handler import Handler, Route
from loopback._store import DATE, Commit, Repository, entry, folder, git_oid, is_large

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


def _found(handler: Handler, kind: str, name: str) -> Repository | None:
    repository = handler.store.repositories.get((kind, name))
    if repository is None:
        handler.refuse(404, "RepoNotFound", "Repository not found")
    return repository


def _state(
    handler: Handler, kind: str, name: str, revision: str
) -> tuple[Repository, Commit] | tuple[None, None]:
    repository = _found(handler, kind, name)
    if repository is None:
        return None, None
    commit = repository.at(revision or "main")
    if commit is None:
        handler.refuse(404, "RevisionNotFound", "Invalid rev id")
        return None, None
    return repository, commit


def _address(handler: Handler, kind: str, name: str) -> str:
    return f"{handler.base}/{'' if kind == 'models' else kind + '/'}{name}"


@route("GET", "/api/whoami-v2")
def who_am_i(handler: Handler) -> None:
    if handler.account is None:
        handler.refuse(401, "NoToken", "Invalid username or password.")
    else:
        handler.send(handler.account.facts())


@route("POST", "/api/validate-yaml")
def validate_card(handler: Handler) -> None:
    handler.send({"errors": [], "warnings": []})


@route("POST", "/api/repos/create")
def create(handler: Handler) -> None:
    asked = handler.json
    kind = (asked.get("type") or "model") + "s"
    name = f"{asked.get('organization') or 'ser-evals'}/{asked['name']}"
    facts = {"url": _address(handler, kind, name), "name": name, "id": name}
    if (kind, name) in handler.store.repositories:
        handler.send({"error": "You already created this repo", **facts}, status=409)
        return
    private = asked.get("visibility") == "private" or bool(asked.get("private"))
    made = Repository(kind, name, asked.get("sdk"), private)
    handler.store.repositories[kind, name] = made
    handler.send(facts)


@route("DELETE", "/api/repos/delete")
def delete(handler: Handler) -> None:
    asked = handler.json
    kind = (asked.get("type") or "model") + "s"
    name = f"{asked.get('organization') or 'ser-evals'}/{asked['name']}"
    handler.store.repositories.pop((kind, name), None)
    handler.send({})


@route("POST", r"/(?:(?:datasets|spaces)/)?[^/]+/[^/]+\.git/info/lfs/objects/batch")
def large_files(handler: Handler) -> None:
    objects = []
    for asked in handler.json["objects"]:
        place = {"href": f"{handler.base}/_large/{asked['oid']}"}
        missing = asked["oid"] not in handler.store.blobs
        actions = {"actions": {"upload": place, "verify": place}} if missing else {}
        objects.append({"oid": asked["oid"], "size": asked["size"], **actions})
    kind = "application/vnd.git-lfs+json"
    handler.send({"transfer": "basic", "objects": objects}, kind=kind)


@route("PUT", "/_large/([0-9a-f]{64})")
def upload(handler: Handler, oid: str) -> None:
    if hashlib.sha256(handler.body).hexdigest() != oid:
        handler.refuse(400, "BadOid")
        return
    handler.store.blobs[oid] = handler.body
    handler.send(b"")


@route("POST", "/_large/([0-9a-f]{64})")
def verify(handler: Handler, oid: str) -> None:
    handler.send({}, status=200 if oid in handler.store.blobs else 404)


@route("GET HEAD", "/api/(models|datasets|spaces)")
def listing(handler: Handler, kind: str) -> None:
    found = [r for r in handler.store.repositories.values() if r.kind == kind]
    handler.send([r.facts(r.commits[-1]) for r in found])


@route("GET HEAD", REPOSITORY + "(?:/revision/(.+))?")
def facts(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository, commit = _state(handler, kind, name, revision)
    if commit:
        handler.send(repository.facts(commit))


@route("POST", REPOSITORY + "/preupload/(.+)")
def before_upload(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository = handler.store.repositories.get((kind, name))
    there = repository.commits[-1].files if repository else {}
    ignored = handler.json.get("gitIgnore", there.get(".gitignore", b"").decode()).split()
    files = [
        {
            "path": file["path"],
            "uploadMode": "lfs" if is_large(file["path"], file["size"]) else "regular",
            "shouldIgnore": any(fnmatch(file["path"], pattern) for pattern in ignored),
            "oid": None,
        }
        for file in handler.json["files"]
    ]
    handler.send({"files": files})


@route("POST", REPOSITORY + "/commit/(.+)")
def commit(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository = _found(handler, kind, name)
    if repository is None:
        return
    header, operations = read(handler)
    head = repository.commits[-1]
    proposed = "create_pr" in handler.query
    if header.get("parentCommit") not in (None, head.oid) and not proposed:
        handler.refuse(412, "Precondition", "A commit has happened since. Please refresh.")
        return
    files, place = apply(handler, head.files, operations), _address(handler, kind, name)
    answer: dict[str, Any] = {"success": True, "hookOutput": ""}
    if proposed:
        proposal = propose(repository, header["summary"], files)
        made = proposal.commit
        answer["pullRequestUrl"] = f"{place}/discussions/{proposal.number}"
    else:
        made = repository.commit(files, header["summary"])
    handler.send(answer | {"commitOid": made.oid, "commitUrl": f"{place}/commit/{made.oid}"})


@route("GET", REPOSITORY + "/discussions")
def discussions(handler: Handler, kind: str, name: str) -> None:
    repository = _found(handler, kind, name)
    if repository is None:
        return
    status = handler.query.get("status")
    found = [
        {
            "title": proposal.title,
            "num": proposal.number,
            "author": {"name": "somebody"},
            "createdAt": DATE,
            "status": proposal.status,
            "repo": {"name": name, "type": kind[:-1]},
            "isPullRequest": True,
        }
        for proposal in repository.proposals
        if status in (None, "all", proposal.status)
    ]
    handler.send({"discussions": found, "count": len(found), "start": 0})


@route("GET HEAD", REPOSITORY + "/tree/([^/]+)(?:/(.*))?")
def tree(handler: Handler, kind: str, name: str, revision: str, below: str) -> None:
    _, commit = _state(handler, kind, name, revision)
    if commit is None:
        return
    inside = below.strip("/") + "/" if below.strip("/") else ""
    recursive = handler.query.get("recursive", "").lower() in ("true", "1")
    files: list[dict[str, Any]] = []
    folders: set[str] = set()
    for path, content in sorted(commit.files.items()):
        if path.startswith(inside):
            *above, _ = path[len(inside) :].split("/")
            shown = above if recursive else above[:1]
            folders |= {inside + "/".join(above[: i + 1]) for i in range(len(shown))}
            if recursive or not above:
                files.append(entry(path, content))
    if inside and not files and not folders:
        handler.refuse(404, "EntryNotFound")
        return
    handler.send([*map(folder, sorted(folders)), *files])


@route("POST", REPOSITORY + "/paths-info/(.+)")
def paths(handler: Handler, kind: str, name: str, revision: str) -> None:
    _, commit = _state(handler, kind, name, revision)
    if commit is None:
        return
    is_json = "json" in handler.headers.get("Content-Type", "")
    asked = handler.json["paths"] if is_json else parse_qs(handler.body.decode())["paths"]
    found = []
    for path in (path.strip("/") for path in asked):
        if path in commit.files:
            found.append(entry(path, commit.files[path]))
        elif any(other.startswith(f"{path}/") for other in commit.files):
            found.append(folder(path))
    handler.send(found)


@route("GET HEAD", REPOSITORY + "/refs")
def references(handler: Handler, kind: str, name: str) -> None:
    repository = _found(handler, kind, name)
    if repository is None:
        return
    head = repository.commits[-1].oid
    tags = [
        {"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid}
        for tag, oid in repository.tags.items()
    ]
    main = {"name": "main", "ref": "refs/heads/main", "targetCommit": head}
    handler.send({"branches": [main], "converts": [], "tags": tags})


@route("GET HEAD", REPOSITORY + "/commits/(.+)")
def history(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository = _found(handler, kind, name)
    if repository is not None:
        rows = [(c.oid, c.title) for c in reversed(repository.commits)]
        rest = {"message": "", "authors": [], "date": DATE}
        handler.send([{"id": oid, "title": title, **rest} for oid, title in rows])


@route("POST", REPOSITORY + "/tag/(.+)")
def tag(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository, commit = _state(handler, kind, name, revision)
    if commit and handler.json["tag"] in repository.tags:
        handler.refuse(409, "TagExists", "Tag already exists")
    elif commit:
        repository.tags[handler.json["tag"]] = commit.oid
        handler.send({})


@route("GET HEAD", REPOSITORY + "/leaderboard")
def leaderboard(handler: Handler, kind: str, name: str) -> None:
    models = [r for r in handler.store.repositories.values() if r.kind == "models"]
    rows = []
    for model in models:
        author = {"type": "user", "name": model.name.split("/")[0], "fullname": "", "_id": "0"}
        for result in model.facts(model.commits[-1])["evalResults"]:
            data = result["data"]
            if data["dataset"]["id"] == name:
                shown = {"value": data["value"], "source": data.get("source")}
                shown |= {"filename": result["filename"], "verified": result["verified"]}
                rows.append({"modelId": model.name, "author": author | {"avatarUrl": ""}} | shown)
    rows.sort(key=lambda row: -row["value"])
    handler.send([{**row, "rank": rank} for rank, row in enumerate(rows, start=1)])


@route("GET HEAD", r"/(?:(datasets|spaces|models)/)?([^/]+/[^/]+)/(?:resolve|raw)/([^/]+)/(.+)")
def content(handler: Handler, kind: str, name: str, revision: str, path: str) -> None:
    _, commit = _state(handler, kind or "models", name, revision)
    if commit is None:
        return
    if path not in commit.files:
        at = {"X-Repo-Commit": commit.oid}
        handler.refuse(404, "EntryNotFound", "Entry not found", at)
        return
    found = commit.files[path]
    large = is_large(path, len(found))
    etag = f'"{hashlib.sha256(found).hexdigest() if large else git_oid(found)}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "X-Linked-Etag": etag,
        "X-Linked-Size": str(len(found)),
        "X-Repo-Commit": commit.oid,
    }
    asked = handler.headers.get("Range")
    if not asked or handler.command == "HEAD":
        handler.send(found, headers=headers, kind=OCTETS)
        return
    first, _, last = asked.removeprefix("bytes=").partition("-")
    start, stop = int(first or 0), min(int(last or len(found)), len(found) - 1)
    headers["Content-Range"] = f"bytes {start}-{stop}/{len(found)}"
    handler.send(found[start : stop + 1], status=206, headers=headers, kind=OCTETS)
