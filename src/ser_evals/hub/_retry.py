"""Requests that fail for a moment are made again.

huggingface_hub does so itself for listings and for everything that large files need, but not for
who one is, creating a repository, the commit and the tag.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx2
from huggingface_hub import get_session
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import parse_ratelimit_headers

from ser_evals.errors import SerEvalsError

log = logging.getLogger("ser_evals")
Answer = TypeVar("Answer")

TRIES = 5
LONGEST = 300
"""Seconds that are waited at most: the Hub counts requests in windows of that length."""
STATUSES = (408, 429, 500, 502, 503, 504)
LOST = (httpx2.TimeoutException, httpx2.ReadError, httpx2.WriteError, httpx2.RemoteProtocolError)
"""Connections that broke; one that was never made is not tried again, as nobody is there."""

sleep = time.sleep


def is_passing(error: BaseException) -> bool:
    """Say whether a request may go well when it is made again."""
    if isinstance(error, HfHubHTTPError):
        return error.response.status_code in STATUSES
    return isinstance(error, LOST)


def retried(call: Callable[..., Answer], *words: Any, **options: Any) -> Answer:
    """Call a function of huggingface_hub, again where it fails for a moment.

    Raises:
        HfHubHTTPError, httpx2.TransportError: what it raised last.
    """
    for number in range(1, TRIES + 1):
        try:
            return call(*words, **options)
        except (HfHubHTTPError, httpx2.TransportError) as error:
            if number == TRIES or not is_passing(error):
                raise
            pause(error, number)
    raise AssertionError


def pause(error: BaseException, number: int) -> None:
    """Wait before a request is made again, as long as the Hub says where it says so."""
    response = getattr(error, "response", None)
    asked = None if response is None else asked_seconds(response)
    seconds = 2.0 ** (number - 1) if asked is None else asked
    status = "" if response is None else f" ({response.status_code})"
    log.warning("The Hub does not answer as it should%s: again in %.0f s", status, seconds)
    sleep(seconds)


def asked_seconds(response: httpx2.Response) -> int | None:
    """Return how long the Hub asks to wait (s), None where it does not say."""
    limit = parse_ratelimit_headers(response.headers)
    if response.status_code == 429 and limit is not None and limit.remaining == 0:
        return limit.reset_in_seconds
    text = response.headers.get("Retry-After", "").strip()
    return int(text) if text.isdigit() else None


@contextmanager
def bounded_waits() -> Iterator[None]:
    """Let no request wait longer than `LONGEST`: huggingface_hub's own would wait for hours."""
    client = get_session()
    hooks = client.event_hooks
    client.event_hooks = {**hooks, "response": [*hooks["response"], _refuse_to_wait]}
    try:
        yield
    finally:
        client.event_hooks = hooks


def _refuse_to_wait(response: httpx2.Response) -> None:
    asked = asked_seconds(response) if response.status_code in STATUSES else None
    if asked is not None and asked > LONGEST:
        raise SerEvalsError(
            f"too many requests ({response.status_code}): the Hub asks to wait {asked} s; run the "
            "same again after that, what was uploaded is not sent again"
        )
