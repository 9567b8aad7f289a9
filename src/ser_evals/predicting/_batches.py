"""Decoded clips in batches, errors in their places."""

from collections.abc import Iterator

import numpy as np

from ser_evals import audio
from ser_evals.errors import SerEvalsError
from ser_evals.predicting._files import Clip
from ser_evals.predicting._model import Classifier

CLIP_SECONDS = 30
"""A batch holds at most so much per clip, so that long recordings do not add up."""


def batches(
    clips: Iterator[Clip], classifier: Classifier, size: int, formats: audio.Formats
) -> Iterator[list[tuple[Clip, np.ndarray | str]]]:
    """Decode and group.

    Args:
        clips: files.
        classifier: what they are for.
        size: clips per batch.
        formats: counts what had to be resampled or mixed.

    Yields:
        Each clip with its samples, or with why there are none.
    """
    size = size if classifier.mixes_lengths else 1
    most = size * CLIP_SECONDS * classifier.sampling_rate
    batch: list[tuple[Clip, np.ndarray | str]] = []
    longest = 0
    for clip in clips:
        wave = _decoded(clip, formats)
        length = 0 if isinstance(wave, str) else len(wave)
        if batch and max(longest, length) * (len(batch) + 1) > most:
            yield batch
            batch, longest = [], 0
        batch.append((clip, wave))
        longest = max(longest, length)
        if len(batch) == size:
            yield batch
            batch, longest = [], 0
    if batch:
        yield batch


def _decoded(clip: Clip, formats: audio.Formats) -> np.ndarray | str:
    try:
        return audio.read(clip.path, sampling_rate=formats.sampling_rate, formats=formats)
    except (SerEvalsError, OSError) as error:
        if isinstance(error, OSError) and error.strerror:
            return error.strerror
        return str(error).removeprefix(f"{clip.path}: ")
