"""Columns of printed tables."""

from rich.table import Column


def whole(title: str) -> Column:
    """A column of names, which are there to be copied."""
    return Column(title, no_wrap=True)
