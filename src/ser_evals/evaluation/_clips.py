from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ser_evals import audio
from ser_evals.errors import SerEvalsError


class Clips(list):
    """A column of clips as mono float32 arrays of one sampling rate, decoded when they are read.

    It is a list because pipelines look for one.

    Args:
        column: for each clip a path, an array, {"array", "sampling_rate"} or {"bytes", "path"}.
        sampling_rate: in Hz; what arrays without a rate of their own are taken to have.
    """

    def __init__(self, column: Sequence[Any], sampling_rate: int) -> None:
        super().__init__()
        self.column = column
        self.sampling_rate = sampling_rate

    def __len__(self) -> int:
        return len(self.column)

    def __getitem__(self, index: int) -> np.ndarray:
        return self._decode(self.column[index], f"clip {index}")

    def __iter__(self) -> Iterator[np.ndarray]:
        return (self[index] for index in range(len(self)))

    def _decode(self, clip: Any, name: str) -> np.ndarray:
        rate = self.sampling_rate
        if isinstance(clip, dict):
            if clip.get("array") is not None:
                array = np.asarray(clip["array"], np.float32)
                return audio.mono(array, clip["sampling_rate"], sampling_rate=rate, name=name)
            clip = clip["path"] if clip.get("bytes") is None else clip["bytes"]
        if isinstance(clip, str | bytes):
            return audio.read(
                clip, sampling_rate=rate, name=name if isinstance(clip, bytes) else ""
            )
        if clip is None:
            raise SerEvalsError(f"{name}: is missing")
        return audio.mono(np.asarray(clip, np.float32), rate, sampling_rate=rate, name=name)
