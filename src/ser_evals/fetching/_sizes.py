"""Numbers of bytes and of things as they are shown."""


def unit(size: float) -> tuple[float, str]:
    """Return the unit in which a size is a number of some digits: its bytes and its name.

    Example:
        >>> unit(300_000), unit(12)
        ((1000.0, 'kB'), (1.0, 'B'))
    """
    return next(((n, name) for n, name in ((1e6, "MB"), (1e3, "kB")) if size >= n), (1.0, "B"))


def shown(size: int) -> str:
    """Return a size in words.

    Example:
        >>> shown(2_340_000), shown(340_000), shown(0)
        ('2.3 MB', '340 kB', '0 B')
    """
    scale, name = unit(size)
    return f"{size / scale:,.{int(name == 'MB')}f} {name}"


def number(count: int, thing: str) -> str:
    """Return how many there are of something.

    Example:
        >>> number(1, "file"), number(0, "file")
        ('1 file', '0 files')
    """
    return f"{count} {thing}{'s' * (count != 1)}"
