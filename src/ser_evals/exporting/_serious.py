"""Warnings that belong beside a score, wherever it is shown."""

from collections.abc import Iterable

MARKS = (
    "synthetic speech",
    "contamination: ",
    "speaker-dependent: ",
    "oracle prior: ",
    "transductive: ",
    "limited to ",
    "a full copy has",
)


def serious(warnings: Iterable[str]) -> list[str]:
    """Return those without which a score is taken for more, or for another one, than it is.

    Example:
        >>> serious(["x: limited to 60 of 535 utterances", "x: 3 unreadable files skipped"])
        ['x: limited to 60 of 535 utterances']
    """
    return [text for text in warnings if any(mark in text for mark in MARKS)]
