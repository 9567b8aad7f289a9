"""A Hub on this machine's loopback, in memory: enough of it for uploads, tags and loading.

It knows datasets, models and Spaces, commits, tags and pull requests, large files, accounts, the
results in model repositories and the leaderboards made of them; it fails when it is told to.
Clients read where the Hub is when they are imported: start them as processes of their own, with
`Hub.environment`.
"""

import contextlib
import os
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from loopback._accounts import Account
from loopback._failures import Failure
from loopback._handler import handler
from loopback._store import Repository, Store

__all__ = ["Account", "Hub", "Repository", "serve"]


class Hub:
    """A running Hub.

    Args:
        store: its repositories.
        endpoint: its address.
    """

    def __init__(self, store: Store, endpoint: str) -> None:
        self.store = store
        self.endpoint = endpoint

    @property
    def requests(self) -> list[str]:
        """What was asked for, "GET /api/...", oldest first."""
        return self.store.requests

    def repository(self, kind: str, name: str) -> Repository:
        """Return a repository by kind ("datasets", "models", "spaces") and name."""
        return self.store.repositories[kind, name]

    @property
    def writes(self) -> list[str]:
        """Those requests that change something, or would."""
        reading = ("GET ", "HEAD ")
        return [asked for asked in self.requests if not asked.startswith(reading)]

    def fail(self, method: str, pattern: str, **facts: Any) -> None:
        """Let something go wrong.

        Args:
            method: of the requests.
            pattern: found in their paths.
            facts: see `Failure`.
        """
        self.store.failures.append(Failure(method, pattern, **facts))

    def environment(self, home: Path) -> dict[str, str]:
        """Return the environment of a client.

        Args:
            home: folder for its caches.
        """
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
        return inherited | {
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
            "HF_ENDPOINT": self.endpoint,
            "HF_HOME": str(home),
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_XET": "1",
            "HF_TOKEN": "hf_loopback",
        }


@contextlib.contextmanager
def serve() -> Iterator[Hub]:
    """Run a Hub for the length of a block."""
    store = Store()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(store))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Hub(store, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
