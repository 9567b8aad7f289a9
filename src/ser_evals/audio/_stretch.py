"""Stretches of a recording, in seconds and in samples."""

from collections.abc import Iterable, Iterator

import numpy as np

from ser_evals.audio._errors import Unreadable

LATE = 0.05
"""Seconds by which a stretch may end after its file does: annotations are rounded."""


def check_stretch(
    start: float | None, end: float | None, *, seconds: float | None = None, name: str = "audio"
) -> None:
    """Assert that there is something in a stretch.

    Args:
        start: seconds, None for the beginning of the file.
        end: seconds, None for the end of the file.
        seconds: duration of the file, None where it is not known yet.
        name: what to call the file in errors.

    Raises:
        Unreadable: if the stretch is empty, or not inside the file but for `LATE`.

    Example:
        >>> check_stretch(1.0, 2.02, seconds=2.0)
    """
    first, last = start or 0.0, np.inf if end is None else end
    if not 0 <= first < last:
        raise Unreadable(name, f"has nothing from {_told(start, end)}")
    if seconds is not None and (first >= seconds or (end is not None and end > seconds + LATE)):
        raise Unreadable(name, f"lasts {seconds:.6g} s: there is nothing from {_told(start, end)}")


def cut(
    blocks: Iterable[np.ndarray],
    rate: int,
    start: float | None,
    end: float | None,
    *,
    at: int = 0,
    name: str,
) -> Iterator[np.ndarray]:
    """Yield a stretch of what comes in blocks, and ask for no more of them than it needs.

    Args:
        blocks: arrays of shape (samples, channels).
        rate: their sampling rate in Hz.
        start: seconds, None for the beginning.
        end: seconds, None for all there is.
        at: number of the first sample of the first block.
        name: what to call the file in errors.

    Raises:
        Unreadable: if the blocks end before the stretch does.
    """
    first = round((start or 0.0) * rate)
    last = None if end is None else round(end * rate)
    for block in blocks:
        if at + len(block) > first:
            yield block[max(0, first - at) : None if last is None else last - at]
        at += len(block)
        if last is not None and at >= last:
            break
    if start is not None or (last is not None and at < last):
        check_stretch(start, end, seconds=max(at / rate, 1 / rate), name=name)


def _told(start: float | None, end: float | None) -> str:
    return f"{start or 0:g} s to {'the end' if end is None else f'{end:g} s'}"
