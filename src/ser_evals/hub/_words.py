"""Numbers as people read them."""


def size(number: float) -> str:
    """Return a number of bytes in words.

    Example:
        >>> size(999), size(1234), size(5.6e9)
        ('999 B', '1.2 kB', '5.6 GB')
    """
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:,.1f} GB"
