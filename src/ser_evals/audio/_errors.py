"""Why a file gives no samples."""

from ser_evals.errors import SerEvalsError


class Unreadable(SerEvalsError):
    """A file, or a stretch of one, that cannot be used.

    Args:
        name: what the file is called.
        reason: goes on from the name, "is truncated".

    Example:
        >>> str(Unreadable("a.wav", "is not readable as audio")), str(Unreadable("a.wav", "bursts"))
        ('a.wav: not readable as audio', 'a.wav: bursts')
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason.removeprefix('is ')}")
        self.reason = reason
