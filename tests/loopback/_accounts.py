"""Who may do what: tokens, the organisations of their owners, private repositories."""

import re
from dataclasses import dataclass
from typing import Any

WRITES = (
    r"/api/repos/create",
    r"/api/\w+/[^/]+/[^/]+/(preupload|commit|tag)/.+",
    r"/.+\.git/info/lfs/objects/batch",
)
OWNED = r"(?:/api)?/(models|datasets|spaces)?/?([^/]+)/([^/]+?)(?:\.git)?(?:/.*)?"


@dataclass(frozen=True)
class Account:
    """Whose token it is.

    Args:
        name: of the user.
        role: of the token: "write", "read" or "fineGrained".
        organisations: in which the user may write.
    """

    name: str = "ser-evals"
    role: str = "write"
    organisations: tuple[str, ...] = ()

    def may_write(self, owner: str) -> bool:
        """Say whether it may write to the repositories of a user or an organisation."""
        return self.role != "read" and owner in (self.name, *self.organisations)

    def facts(self) -> dict[str, Any]:
        """Return what the Hub says of it."""
        token = {"displayName": "t", "role": self.role}
        orgs = [{"name": name, "roleInOrg": "write"} for name in self.organisations]
        auth = {"type": "access_token", "accessToken": token}
        return {"type": "user", "id": "u", "name": self.name, "orgs": orgs, "auth": auth}


def refused(handler: Any, path: str) -> bool:
    """Refuse a request that its token does not allow; say whether it was."""
    store, account = handler.store, handler.account
    token = handler.headers.get("Authorization", "")
    if token and account is None:
        handler.refuse(401, "InvalidToken", "Invalid credentials in Authorization header")
        return True
    if handler.command == "POST" and any(re.fullmatch(pattern, path) for pattern in WRITES):
        if account is None:
            handler.refuse(401, "NoToken", "Invalid username or password.")
            return True
        proposed = "create_pr" in handler.query or path.endswith("/lfs/objects/batch")
        if not account.may_write(_owner(handler, path)) and not (
            proposed and account.role != "read"
        ):
            handler.refuse(403, "Forbidden", "You don't have the required permissions")
            return True
    found = re.fullmatch(OWNED, path)
    if found and not path.startswith("/api/repos"):
        kind, owner, name = found.groups()
        repository = store.repositories.get((kind or "models", f"{owner}/{name}"))
        if repository and repository.private and not (account and account.may_write(owner)):
            handler.refuse(404 if account else 401, "RepoNotFound", "Repository not found")
            return True
    return False


def _owner(handler: Any, path: str) -> str:
    if path == "/api/repos/create":
        return handler.json.get("organization") or handler.account.name
    return re.fullmatch(OWNED, path)[2]
