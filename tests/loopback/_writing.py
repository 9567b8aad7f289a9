"""What the Hub answers to those who write."""

import hashlib
from fnmatch import fnmatch
from typing import Any

from loopback._commits import apply, propose, read
from loopback._handler import Handler
from loopback._routing import REPOSITORY, address, found_repository, route, state
from loopback._store import Repository, is_large


@route("POST", "/api/repos/create")
def create(handler: Handler) -> None:
    asked = handler.json
    kind = (asked.get("type") or "model") + "s"
    name = f"{asked.get('organization') or 'ser-evals'}/{asked['name']}"
    facts = {"url": address(handler, kind, name), "name": name, "id": name}
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
    repository = found_repository(handler, kind, name)
    if repository is None:
        return
    header, operations = read(handler)
    head = repository.commits[-1]
    proposed = "create_pr" in handler.query
    if header.get("parentCommit") not in (None, head.oid) and not proposed:
        handler.refuse(412, "Precondition", "A commit has happened since. Please refresh.")
        return
    files, place = apply(handler, head.files, operations), address(handler, kind, name)
    answer: dict[str, Any] = {"success": True, "hookOutput": ""}
    if proposed:
        proposal = propose(repository, header["summary"], files)
        made = proposal.commit
        answer["pullRequestUrl"] = f"{place}/discussions/{proposal.number}"
    else:
        made = repository.commit(files, header["summary"])
    handler.send(answer | {"commitOid": made.oid, "commitUrl": f"{place}/commit/{made.oid}"})


@route("POST", REPOSITORY + "/tag/(.+)")
def tag(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository, commit = state(handler, kind, name, revision)
    if commit and handler.json["tag"] in repository.tags:
        handler.refuse(409, "TagExists", "Tag already exists")
    elif commit:
        repository.tags[handler.json["tag"]] = commit.oid
        handler.send({})
