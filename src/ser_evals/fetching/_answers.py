"""What a server's answer means for a transfer."""

import re
import time
from email.utils import parsedate_to_datetime

import httpx2

from ser_evals.errors import SerEvalsError

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(?:(\d+)|\*)")


class Again(Exception):
    """An attempt failed in a way that may pass.

    Args:
        reason: what happened.
        wait: seconds that the server asks us to wait, or None.
    """

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def check_status(response: httpx2.Response, by_hand: str) -> None:
    """Let answers with content through; 416 too, as it tells the size of the file.

    Raises:
        Again: if the failure may pass.
        SerEvalsError: if it will not.
    """
    code = response.status_code
    if code in (200, 206, 416):
        return
    reason = f"{code} {response.reason_phrase}".strip()
    if code in PASSING:
        raise Again(f"the server answers {reason}", retry_after(response))
    url, otherwise = response.request.url, by_hand.removeprefix("or ")
    raise SerEvalsError(f"{url}: the server answers {reason}; {otherwise}")


def retry_after(response: httpx2.Response) -> float | None:
    """Return the seconds that a server asks to wait, given as seconds or as a date."""
    given = response.headers.get("retry-after", "").strip()
    if given.isdecimal():
        return float(given)
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def content_range(response: httpx2.Response) -> tuple[int | None, int | None]:
    """Return where a part begins and how large the whole file is, None where it is not said."""
    match = RANGE.fullmatch(response.headers.get("content-range", "").strip())
    start, total = match.groups() if match else (None, None)
    return (int(start) if start else None), (int(total) if total else None)
