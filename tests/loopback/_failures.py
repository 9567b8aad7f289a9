"""Failures on demand: the next requests of a kind are answered wrongly, or not at all."""

import re
import socket
import threading
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Failure:
    """What goes wrong.

    Args:
        method: of the requests.
        pattern: found in their paths.
        status: answered; 0 cuts the connection while the request is being sent.
        times: how often it happens.
        after: requests of the kind that go well before.
        headers: of the answer.
        message: of the answer.
        lost: whether the request is obeyed, and only its answer is lost.
    """

    method: str
    pattern: str
    status: int = 500
    times: int = 1
    after: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    message: str = ""
    lost: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hits(self, method: str, path: str) -> bool:
        """Say whether it happens to a request, and count that."""
        if method != self.method or not re.search(self.pattern, path):
            return False
        with self.lock:
            if self.after:
                self.after -= 1
                return False
            self.times -= 1
            return self.times >= 0


def cut(handler: Any) -> None:
    """Read a little of what is sent, then close the connection without an answer."""
    handler.rfile.read(min(1, int(handler.headers.get("Content-Length") or 0)))
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)
