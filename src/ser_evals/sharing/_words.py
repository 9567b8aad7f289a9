"""Facts as Markdown: nothing that stands in a record can break a table or vanish as a tag."""

from ser_evals.corpora import Download

MEGABYTE = 10**6


def plain(text: object) -> str:
    """Return text on one line, without what Markdown would take for a tag or a table.

    Example:
        >>> plain("a <b>\\n c")
        'a &lt;b> c'
    """
    return " ".join(str(text).split()).replace("<", "&lt;")


def cell(text: object) -> str:
    r"""Return text for a table's cell.

    Example:
        >>> print(cell("a | b"))
        a \| b
    """
    return plain(text).replace("|", r"\|")


def code(text: object) -> str:
    """Return text as code.

    Example:
        >>> code("a|b"), code("`")
        ('`a|b`', '`` ` ``')
    """
    inner = " ".join(str(text).split())
    return f"`` {inner} ``" if "`" in inner else f"`{inner}`"


def code_cell(text: object) -> str:
    r"""Return text as code for a table's cell.

    Example:
        >>> print(code_cell("a|b"))
        `a\|b`
    """
    return code(text).replace("|", r"\|")


def link(text: object) -> str:
    """Return an address as a link, and anything else as it is.

    Example:
        >>> link("https://a/b|c"), link("ask <me>")
        ('<https://a/b%7Cc>', 'ask &lt;me>')
    """
    shown = str(text).strip()
    is_address = shown.startswith(("http://", "https://")) and not set(" <>\n") & set(shown)
    return f"<{shown.replace('|', '%7C')}>" if is_address else cell(shown)


def number(value: float | None) -> str:
    """Return a number with its thousands apart.

    Example:
        >>> number(12345), number(None)
        ('12,345', 'unknown')
    """
    return "unknown" if value is None else f"{value:,}"


def megabytes(download: Download) -> str:
    """Return how large a download is.

    Example:
        >>> megabytes(Download("https://a/b.zip", size=40_600_000))
        '40.6 MB'
    """
    return "unknown" if download.size is None else f"{download.size / MEGABYTE:,.1f} MB"


FILTERS = {
    function.__name__: function
    for function in (plain, cell, code, code_cell, link, number, megabytes)
}
"""By the names that the templates know them by."""
