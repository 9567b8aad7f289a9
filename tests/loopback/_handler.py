"""Requests: what comes in, what goes out, and which function answers."""

import json
import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from loopback._accounts import Account, refused
from loopback._failures import cut
from loopback._store import Store


class Handler(BaseHTTPRequestHandler):
    """Reads a request, finds its route and sends the answer."""

    protocol_version = "HTTP/1.1"
    store: Store
    body: bytes
    lost: bool = False

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""

    def answer(self) -> None:
        """Answer a request of any method."""
        from loopback import _routes, _writing  # noqa: F401 (they register what they answer)
        from loopback._routing import ROUTES

        self.store.requests.append(f"{self.command} {self.path}")
        path = urlsplit(self.path).path
        failures = (f for f in self.store.failures if f.hits(self.command, self.path))
        failure = next(failures, None)
        if failure and not failure.status and not failure.lost:
            cut(self)
            return
        with self.store.lock:
            # Read always: what is left of a request would be taken for the next one.
            self.body = self._read()
            if failure and not failure.lost:
                self.refuse(failure.status, "Scripted", failure.message, failure.headers)
                return
            if refused(self, path):
                return
            self.lost = failure is not None
            for methods, pattern, route in ROUTES:
                found = re.fullmatch(pattern, path)
                if found and self.command in methods:
                    route(self, *(unquote(part or "") for part in found.groups()))
                    return
            self.refuse(404, "NotFound", path)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer

    def _read(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks = []
        while size := int(self.rfile.readline().strip() or b"0", 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    @property
    def json(self) -> Any:
        """What was sent, as JSON."""
        return json.loads(self.body)

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters, the last of each."""
        return {k: v[-1] for k, v in parse_qs(urlsplit(self.path).query).items()}

    @property
    def account(self) -> Account | None:
        """Whose token was sent, None without one and for one that nobody has."""
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        accounts = self.store.accounts
        return accounts.get(token) if accounts or not token else Account()

    @property
    def base(self) -> str:
        """The Hub's address."""
        return f"http://{self.headers['Host']}"

    def send(
        self,
        content: Any,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        kind: str = "application/json",
    ) -> None:
        """Send bytes, or anything else as JSON."""
        if self.lost:
            self.close_connection = True
            self.lost = False
            return
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        facts = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
        for name, value in facts.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(
        self, status: int, code: str, message: str = "", headers: dict[str, str] | None = None
    ) -> None:
        """Send an error as the Hub words it."""
        text = message or code
        named = {"X-Error-Code": code, "X-Error-Message": text, **(headers or {})}
        self.send({"error": text}, status=status, headers=named)


def handler(store: Store) -> type[Handler]:
    """Return a class of handlers for a store."""
    return type("BoundHandler", (Handler,), {"store": store})


Route = Callable[..., None]
