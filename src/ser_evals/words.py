"""Words that go with numbers."""


def count(number: int, thing: str) -> str:
    """Return a number and what is counted.

    Example:
        >>> count(1, "file"), count(2, "file")
        ('1 file', '2 files')
    """
    return f"{number} {thing}{'s' * (number != 1)}"
