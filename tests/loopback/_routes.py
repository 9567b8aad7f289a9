"""What the Hub answers to those who read."""

import hashlib
from typing import Any
from urllib.parse import parse_qs

from loopback._handler import Handler
from loopback._routing import OCTETS, REPOSITORY, found_repository, route, state
from loopback._store import DATE, entry, folder, git_oid, is_large


@route("GET", "/api/whoami-v2")
def who_am_i(handler: Handler) -> None:
    if handler.account is None:
        handler.refuse(401, "NoToken", "Invalid username or password.")
    else:
        handler.send(handler.account.facts())


@route("POST", "/api/validate-yaml")
def validate_card(handler: Handler) -> None:
    handler.send({"errors": [], "warnings": []})


@route("GET HEAD", "/api/(models|datasets|spaces)")
def listing(handler: Handler, kind: str) -> None:
    found = [r for r in handler.store.repositories.values() if r.kind == kind]
    handler.send([r.facts(r.commits[-1]) for r in found])


@route("GET HEAD", REPOSITORY + "(?:/revision/(.+))?")
def facts(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository, commit = state(handler, kind, name, revision)
    if commit:
        handler.send(repository.facts(commit))


@route("GET", REPOSITORY + "/discussions")
def discussions(handler: Handler, kind: str, name: str) -> None:
    repository = found_repository(handler, kind, name)
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
    _, commit = state(handler, kind, name, revision)
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
    _, commit = state(handler, kind, name, revision)
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
    repository = found_repository(handler, kind, name)
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
    repository = found_repository(handler, kind, name)
    if repository is not None:
        rows = [(c.oid, c.title) for c in reversed(repository.commits)]
        rest = {"message": "", "authors": [], "date": DATE}
        handler.send([{"id": oid, "title": title, **rest} for oid, title in rows])


@route("GET HEAD", REPOSITORY + "/leaderboard")
def leaderboard(handler: Handler, kind: str, name: str) -> None:
    _, commit = state(handler, kind, name, "main")
    if commit is None:
        return
    if "eval.yaml" not in commit.files:
        handler.refuse(404, "LeaderboardNotFound", "This dataset has no leaderboard")
        return
    # As on the Hub: models that name another one as their base are shown only when asked for.
    derived = handler.query.get("base_model", "true").lower() == "false"
    rows = []
    for model in handler.store.repositories.values():
        facts = model.facts(model.commits[-1])
        if model.kind != "models" or ("base_model" in facts["cardData"] and not derived):
            continue
        author = {"type": "user", "name": model.name.split("/")[0], "fullname": "", "_id": "0"}
        for result in facts["evalResults"]:
            data = result["data"]
            if data["dataset"]["id"] == name:
                shown = {"value": data["value"], "source": data.get("source")}
                shown |= {"filename": result["filename"], "verified": result["verified"]}
                shown |= {"notes": data.get("notes")}
                rows.append({"modelId": model.name, "author": author | {"avatarUrl": ""}} | shown)
    rows.sort(key=lambda row: -row["value"])
    handler.send([{**row, "rank": rank} for rank, row in enumerate(rows, start=1)])


@route("GET HEAD", r"/(?:(datasets|spaces|models)/)?([^/]+/[^/]+)/(?:resolve|raw)/([^/]+)/(.+)")
def content(handler: Handler, kind: str, name: str, revision: str, path: str) -> None:
    _, commit = state(handler, kind or "models", name, revision)
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
