"""Paths as a tree of folders."""

from collections.abc import Iterable

SHOWN = 12


def tree(paths: Iterable[str]) -> str:
    """Return paths as lines, each folder named once and what it holds set in below it.

    Args:
        paths: relative, with forward slashes; the first `SHOWN` are shown.
    """
    paths = sorted(paths)
    lines: list[str] = []
    above: tuple[str, ...] = ()
    for path in paths[:SHOWN]:
        *folders, name = path.split("/")
        shared = 0
        while above[shared : shared + 1] == tuple(folders[shared : shared + 1]) != ():
            shared += 1
        for depth, folder in enumerate(folders[shared:], start=shared):
            lines.append(f"  {'  ' * depth}{folder}/")
        lines.append(f"  {'  ' * len(folders)}{name}")
        above = tuple(folders)
    return "\n".join([*lines, *(["  ..."] if len(paths) > SHOWN else [])])
