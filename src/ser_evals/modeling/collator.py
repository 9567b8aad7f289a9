"""From rows of a dataset to batches for `SerForAudioClassification`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ser_evals import audio as files
from ser_evals.errors import SerEvalsError


@dataclass(frozen=True)
class SerCollator:
    """Decode, resample and pad the clips of some rows.

    With `transformers.Trainer` set `remove_unused_columns=False`: the model's arguments are made
    here, from columns that it does not know.

    Args:
        feature_extractor: a `SerFeatureExtractor`.
        audio: column with a path, the bytes of a file, an array at the model's rate,
            {"bytes", "path"} or {"array", "sampling_rate"}. Of {"path", ...} rows that have
            "start" and "end" (s) the stretch between them is read.
        label: column with class indices; rows without it give a batch without labels.

    Example:
        >>> from ser_evals.modeling.remote.feature_extraction_ser import SerFeatureExtractor
        >>> collate = SerCollator(SerFeatureExtractor())
        >>> batch = collate([{"audio": np.zeros(160), "emotion": 3}])
        >>> batch["input_values"].shape, batch["labels"]
        (torch.Size([1, 160]), tensor([3]))
    """

    feature_extractor: Any
    audio: str = "audio"
    label: str = "emotion"

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
        """Return input_values and attention_mask (clips, samples), and labels (clips,).

        Raises:
            SerEvalsError: if a row has no audio, or audio that cannot be read.
        """
        waves = [self._wave(row) for row in rows]
        batch = dict(self.feature_extractor(waves, return_tensors="pt"))
        if all(row.get(self.label) is not None for row in rows):
            batch["labels"] = torch.tensor([int(row[self.label]) for row in rows])
        return batch

    def _wave(self, row: Mapping[str, Any]) -> np.ndarray:
        clip, rate = row.get(self.audio), self.feature_extractor.sampling_rate
        if clip is None:
            raise SerEvalsError(f"no audio in column {self.audio!r}: it has {', '.join(row)}")
        if isinstance(clip, Mapping) and clip.get("array") is not None:
            array = np.asarray(clip["array"], np.float32)
            return files.mono(array, clip["sampling_rate"], sampling_rate=rate)
        if isinstance(clip, Mapping) and clip.get("bytes") is None:
            stretch = {"start": row.get("start"), "end": row.get("end")}
            return files.read(clip["path"], sampling_rate=rate, **stretch)
        clip = clip["bytes"] if isinstance(clip, Mapping) else clip
        if isinstance(clip, str | Path | bytes):
            return files.read(clip, sampling_rate=rate)
        return files.mono(np.asarray(clip, np.float32), rate, sampling_rate=rate)
