"""What has to be done to recordings before they are what a model takes."""

import threading
from collections.abc import Iterable, Iterator

import numpy as np


class Formats:
    """Counts of recordings that were resampled or mixed; threads may share it.

    Args:
        sampling_rate: Hz that is wanted.

    Example:
        >>> formats = Formats(16_000)
        >>> formats.note(8_000, 1)
        >>> formats.note(48_000, 2)
        >>> formats.note(16_000, 1)
        >>> formats.told()
        '2 of 3 resampled to 16000 Hz, 1 mixed down to mono'
    """

    def __init__(self, sampling_rate: int) -> None:
        self.sampling_rate = sampling_rate
        self.total = self.resampled = self.mixed = 0
        self._lock = threading.Lock()

    def note(self, rate: int, channels: int) -> None:
        """Count a recording."""
        with self._lock:
            self.total += 1
            self.resampled += rate != self.sampling_rate
            self.mixed += channels > 1

    def heard(self, blocks: Iterable[np.ndarray], rate: int) -> Iterator[np.ndarray]:
        """Count a recording whose samples, (samples, channels), pass by."""
        noted = False
        for block in blocks:
            if not noted:
                self.note(rate, block.shape[1])
                noted = True
            yield block

    def told(self) -> str:
        """Return a line, empty where nothing had to be done."""
        done = {f"resampled to {self.sampling_rate} Hz": self.resampled}
        done["mixed down to mono"] = self.mixed
        parts = [f"{count} {what}" for what, count in done.items() if count]
        if not parts:
            return ""
        first, *others = parts
        number, _, what = first.partition(" ")
        return ", ".join([f"{number} of {self.total} {what}", *others])
