"""transformers' audio-classification pipeline, for clips of any sampling rate."""

from typing import Any

import numpy as np
from transformers import AudioClassificationPipeline


class SerPipeline(AudioClassificationPipeline):
    """The pipeline that resamples with the model's feature extractor instead of torchaudio.

    Takes paths, arrays at the model's rate, and {"array" or "raw", "sampling_rate"} of any rate.
    When it is called, prior="source" takes out the label distribution of training, see
    `SerForAudioClassification.adjust`. Other models' clips are left to transformers.

    `pipeline("audio-classification", model=...)` is this one where ser_evals is imported, and with
    trust_remote_code=True.
    """

    def _sanitize_parameters(self, prior: str | None = None, **options: Any) -> Any:
        before, forward, after = super()._sanitize_parameters(**options)
        return before, forward if prior is None else {**forward, "prior": prior}, after

    def preprocess(self, inputs: Any) -> Any:
        """Return a batch of one clip."""
        if hasattr(self.feature_extractor, "resample"):
            inputs = self._wave(inputs)
        return super().preprocess(inputs)

    def _wave(self, inputs: Any) -> Any:
        """Return samples at the model's rate, or what transformers reads as it is."""
        if hasattr(inputs, "get_all_samples"):  # what datasets decodes with
            decoded = inputs.get_all_samples()
            inputs = {"array": decoded.data.mean(0), "sampling_rate": decoded.sample_rate}
        if isinstance(inputs, dict) and "sampling_rate" in inputs:
            clip = inputs["array"] if inputs.get("array") is not None else inputs.get("raw")
            return self.feature_extractor.resample(clip, inputs["sampling_rate"])
        return np.asarray(inputs, np.float32) if isinstance(inputs, list) else inputs

    def _forward(self, model_inputs: Any, **options: Any) -> Any:
        return self.model(**model_inputs, **options)
