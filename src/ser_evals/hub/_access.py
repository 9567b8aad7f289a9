"""Who pushes, and whether they may."""

import functools

from huggingface_hub import HfApi, constants, get_token

from ser_evals.hub._errors import explained, no_permission, no_token
from ser_evals.hub._retry import bounded_waits, retried
from ser_evals.hub._target import Target


@functools.cache
def _client(endpoint: str) -> HfApi:
    return HfApi(endpoint=endpoint)


def client() -> HfApi:
    """Return the one client of a Hub: it remembers who one is, which may not be asked often."""
    return _client(constants.ENDPOINT)


def check_access(target: Target) -> None:
    """Check that one may write, before anything is made ready.

    A dry run needs no permission, and everybody may open a pull request.

    Raises:
        SerEvalsError: without a token, and if it may not write to the organisation.
    """
    if target.dry_run:
        return
    if not get_token():
        raise no_token(target.org)
    with explained(target.org), bounded_waits():
        me = retried(client().whoami, cache=True)
    token = (me.get("auth") or {}).get("accessToken") or {}
    if token.get("role") == "read":
        why = f"the token of {me['name']} may only read, pull requests included"
        raise no_permission(target.org, why, may_propose=False)
    roles = {org["name"]: org.get("roleInOrg") for org in me.get("orgs", [])}
    if target.pr or target.org == me["name"]:
        return
    if target.org not in roles:
        raise no_permission(target.org, f"{me['name']} is no member of it")
    if roles[target.org] == "read":
        raise no_permission(target.org, f"{me['name']} may only read there")
