"""transformers' audio-classification pipeline, for clips of any sampling rate."""

from typing import Any

import numpy as np
from transformers import AudioClassificationPipeline


class SerPipeline(AudioClassificationPipeline):
    """The pipeline that resamples with the model's feature extractor instead of torchaudio.

    `pipeline("audio-classification", model=folder, pipeline_class=SerPipeline)`: paths, arrays at
    the model's rate, and {"array", "sampling_rate"} of any rate. When it is called, prior="source"
    takes out the label distribution of training, see `SerForAudioClassification.adjust`.
    """

    def _sanitize_parameters(self, prior: str | None = None, **options: Any) -> Any:
        before, forward, after = super()._sanitize_parameters(**options)
        return before, forward if prior is None else {**forward, "prior": prior}, after

    def preprocess(self, inputs: Any) -> Any:
        """Return a batch of one clip."""
        if isinstance(inputs, dict) and "sampling_rate" in inputs:
            clip = inputs["array"] if inputs.get("array") is not None else inputs.get("raw")
            inputs = self.feature_extractor.resample(clip, inputs["sampling_rate"])
        if isinstance(inputs, list):
            inputs = np.asarray(inputs, np.float32)
        return super().preprocess(inputs)

    def _forward(self, model_inputs: Any, **options: Any) -> Any:
        return self.model(**model_inputs, **options)
