"""Facts as Markdown: nothing that stands in a record can break a table or vanish as a tag."""

import json
import shlex
from typing import Any


def plain(text: object) -> str:
    """Return text on one line, without what Markdown would take for a tag."""
    return " ".join(str(text).split()).replace("<", "&lt;")


def cell(text: object) -> str:
    r"""Return text for a table's cell.

    Example:
        >>> print(cell("a | <b>"))
        a \| &lt;b>
    """
    return plain(text).replace("|", r"\|")


def number(value: int | None) -> str:
    """Return a number with its thousands apart.

    Example:
        >>> number(12345), number(None)
        ('12,345', 'unknown')
    """
    return "unknown" if value is None else f"{value:,}"


def score(one: dict[str, Any]) -> str:
    """Return a score with its interval, as far as there is one.

    Example:
        >>> score({"value": 0.8371, "low": 0.779, "high": 0.8822}), score({"value": 0.5})
        ('0.837 [0.779, 0.882]', '0.500')
    """
    low, high = one.get("low"), one.get("high")
    limits = "" if low is None or high is None else f" [{low:.3f}, {high:.3f}]"
    return "unknown" if one["value"] is None else f"{one['value']:.3f}{limits}"


def duration(seconds: float) -> str:
    """Return a time as people say it.

    Example:
        >>> duration(58.85), duration(600), duration(7300)
        ('59 s', '10 min', '2.0 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


FILTERS = {f.__name__: f for f in (plain, cell, number, score, duration)}
FILTERS |= {"python": lambda text: json.dumps(text, ensure_ascii=False), "shell": shlex.quote}
"""By the names that the templates know them by."""
