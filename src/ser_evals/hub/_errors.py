"""What goes wrong on the Hub, in one line."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from huggingface_hub import constants, get_token
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

from ser_evals.errors import SerEvalsError
from ser_evals.hub._retry import STATUSES

AGAIN = "what was uploaded is not sent again"


def no_token(org: str) -> SerEvalsError:
    """Build the error for a client that does not say who it is."""
    return SerEvalsError(
        f"no token: run `hf auth login`, or set HF_TOKEN, with write permission for {org}"
    )


def no_permission(org: str, why: str, *, may_propose: bool = True) -> SerEvalsError:
    """Build the error for a client that may not write.

    Args:
        org: user or organisation to push to.
        why: it may not.
        may_propose: whether it may write elsewhere, a pull request included.
    """
    others = ", give another --org, or propose the change with --pr" * may_propose
    return SerEvalsError(
        f"no permission to write to {org}: {why}; use a token with write permission for {org}"
        + others
    )


@contextmanager
def explained(repository: str) -> Iterator[None]:
    """Turn what huggingface_hub and its connections raise into errors of one line.

    Args:
        repository: "owner/name", which the block is about.

    Raises:
        SerEvalsError: in place of those.
    """
    try:
        yield
    except SerEvalsError:
        raise
    except HFValidationError as error:
        raise SerEvalsError(f"{repository!r} is no name for the Hub: {_line(error)}") from error
    except (OSError, httpx2.HTTPError, RuntimeError, ValueError) as error:
        # Large files are sent by threads, whose errors come wrapped.
        cause = error.__cause__ or error if isinstance(error, RuntimeError) else error
        if isinstance(cause, SerEvalsError):
            raise cause from error
        found = _words(cause, repository)
        if found is None:
            raise
        raise found from error


def _words(error: BaseException | None, repository: str) -> SerEvalsError | None:
    if isinstance(error, OfflineModeIsEnabled):
        return SerEvalsError("the Hub is not asked as HF_HUB_OFFLINE is set: unset it")
    if isinstance(error, HfHubHTTPError):
        return _status(error, repository)
    if isinstance(error, (httpx2.ConnectError, httpx2.UnsupportedProtocol)):
        return SerEvalsError(
            f"cannot reach {constants.ENDPOINT}: {_line(error)}; check the network and HF_ENDPOINT"
        )
    if isinstance(error, (httpx2.TransportError, ConnectionError, TimeoutError)):
        return SerEvalsError(
            f"{repository}: the connection to the Hub broke ({_line(error)}): run the same again, "
            f"{AGAIN}"
        )
    if isinstance(error, ValueError):
        return SerEvalsError(f"{repository}: {_clean(str(error))}")
    if type(error) is RuntimeError:  # of hf_xet, which sends large files
        return SerEvalsError(f"{repository}: {_clean(str(error))}: run the same again, {AGAIN}")
    return None


def _status(error: HfHubHTTPError, repository: str) -> SerEvalsError:
    status, org = error.response.status_code, repository.split("/")[0]
    said = f" ({_clean(error.server_message)})" if error.server_message else ""
    if status == 401 and not get_token():
        return no_token(org)
    if status == 403:
        return no_permission(org, f"the Hub refuses{said}")
    if status in (409, 412):
        return SerEvalsError(
            f"{repository}: somebody else has changed it meanwhile{said}: run the same again, "
            f"{AGAIN}"
        )
    if status == 401:
        return SerEvalsError(
            "the Hub does not accept the token (401): run `hf auth login`, or set HF_TOKEN anew"
        )
    words = {
        402: f"the Hub asks for a subscription to do this{said}",
        404: "no such repository or organisation, or the token may not see it: check --org",
        429: f"too many requests: run the same again later, {AGAIN}",
    }
    later = f"the Hub fails time and again{said}: run the same later, {AGAIN}"
    other = later if status in STATUSES or status >= 500 else f"the Hub refuses{said}"
    return SerEvalsError(f"{repository}: {words.get(status, other)} ({status})")


def _clean(text: str) -> str:
    """Return a message in one line, without the token should the server repeat it."""
    token = get_token()
    return _line(text.replace(token, "<token>") if token else text)


def _line(error: object) -> str:
    return " ".join(str(error).split())[:200].rstrip(". ") or type(error).__name__
