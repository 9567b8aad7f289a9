"""How a check says that something is wrong, or could not be looked at."""

from collections.abc import Callable
from typing import Any

from ser_evals.errors import SerEvalsError
from ser_evals.submissions._verdict import Check


class FailedError(Exception):
    """Something is wrong."""


class UncheckedError(Exception):
    """Something could not be looked at."""


class FlaggedError(Exception):
    """Nothing is wrong, but a reader must know."""


def check(name: str, look: Callable[[Any], str], run: Any) -> Check:
    """Make one check; whatever a submission holds, it is a result and not a crash."""
    try:
        return Check(name, "passed", look(run))
    except FlaggedError as flag:
        return Check(name, "flagged", str(flag))
    except UncheckedError as reason:
        return Check(name, "unchecked", str(reason))
    except (FailedError, SerEvalsError) as problem:
        return Check(name, "failed", " ".join(str(problem).split()))
    except Exception as problem:  # nested too deep, too large for the memory: anything
        told = f"{type(problem).__name__}: {problem}"
        return Check(name, "failed", f"what is there cannot be used: {' '.join(told.split())}")


def refuse(problems: list[str], most: int = 5) -> None:
    """Fail if there are problems.

    Raises:
        FailedError: naming them.
    """
    if problems:
        more = f"; and {len(problems) - most} more" if len(problems) > most else ""
        raise FailedError("; ".join(problems[:most]) + more)


def same(what: str, stated: Any, found: Any) -> list[str]:
    """Return the problem that something is not as stated, if it is one."""
    return [] if stated == found else [f"{what}: stated {stated!r}, found {found!r}"]
