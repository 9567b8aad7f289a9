from collections.abc import Mapping
from typing import Any

import transformers
from datasets import Audio, Dataset
from evaluate import AudioClassificationEvaluator, load
from transformers import PreTrainedModel

from ser_evals import metrics
from ser_evals.errors import SerEvalsError
from ser_evals.evaluation._clips import Clips
from ser_evals.evaluation._labels import match
from ser_evals.evaluation._spaces import list_modules, module_path

SAMPLING_RATE = 16_000


class SpeechEmotionEvaluator(AudioClassificationEvaluator):
    """The audio-classification evaluator of `evaluate`, for transformers 5 and without torchcodec.

    `compute(model_or_pipeline=, data=, metric=, input_column=, label_column=, label_mapping=, ...)`
    takes what `evaluate.evaluator("audio-classification")` does, and more:

    - data: the column of clips may hold paths, arrays, or audio, decoded or not; they are resampled
      to the rate of the pipeline's feature extractor, or 16 kHz if it has none;
    - metric: also a name of ours, with or without "ser-evals/", or of a function of
      `ser_evals.metrics`; "uar" by default, never fetched from the Hub;
    - label_mapping: from the model's labels to those of the data. Not needed where they have the
      same names, or where one side has indices that the model's `id2label` explains.
    """

    def __init__(self) -> None:
        super().__init__("audio-classification", default_metric_name="uar")

    def prepare_data(
        self, data: Dataset, input_column: str, label_column: str, *args: Any, **kwargs: Any
    ) -> tuple[dict[str, list[Any]], Any]:
        """Return the references and the clips, not decoded yet."""
        if isinstance(data.features.get(input_column), Audio):
            data = data.cast_column(input_column, Audio(decode=False))
        inputs, clips = super().prepare_data(data, input_column, label_column)
        self._references = list(inputs["references"])
        if None in self._references:
            raise SerEvalsError(f"{label_column}: row {self._references.index(None)} has no label")
        self._names = getattr(data.features[label_column], "names", ())
        return {"references": self._references}, clips

    def prepare_pipeline(
        self,
        model_or_pipeline: Any,
        tokenizer: Any = None,
        feature_extractor: Any = None,
        device: int | None = None,
    ) -> Any:
        """Return a pipeline made of a model or of its name; any other callable as it is."""
        if isinstance(model_or_pipeline, str | PreTrainedModel):
            return transformers.pipeline(
                self.task,
                model=model_or_pipeline,
                feature_extractor=feature_extractor or _extractor(model_or_pipeline),
                device=self._infer_device() if device is None else device,
            )
        if not callable(model_or_pipeline):
            raise SerEvalsError(
                f"model_or_pipeline: expected a model, the name of one, a pipeline or a callable, "
                f"found {model_or_pipeline!r}"
            )
        return model_or_pipeline

    def prepare_metric(self, metric: Any) -> Any:
        """Return a metric: ours from this installation, any other from `evaluate`."""
        metric = self.default_metric_name if metric is None else metric
        if not isinstance(metric, str):
            return metric
        name = metric.removeprefix("ser-evals/")
        if name in list_modules():
            return load(str(module_path(name)))
        return FunctionMetric(name) if name in metrics.list_metrics() else load(metric)

    def call_pipeline(self, pipe: Any, clips: Any) -> tuple[list[Any], dict[str, float]]:
        """Return what the pipeline says of each clip, and how long it took."""
        config = getattr(getattr(pipe, "model", None), "config", None)
        self._indices = getattr(config, "label2id", None)
        extractor = getattr(pipe, "feature_extractor", None)
        rate = getattr(extractor, "sampling_rate", SAMPLING_RATE)
        return super().call_pipeline(lambda x: list(pipe(x)), Clips(clips, rate))

    def predictions_processor(
        self, predictions: Any, label_mapping: Mapping[Any, Any] | None
    ) -> dict[str, list[Any]]:
        """Return the most probable labels, and the references in the same terms."""
        best = [max(scores, key=lambda s: s["score"])["label"] for scores in predictions]
        predicted, references = match(
            best,
            self._references,
            names=self._names,
            indices=self._indices,
            mapping=label_mapping,
        )
        return {"predictions": predicted, "references": references}


class FunctionMetric:
    """A function of `ser_evals.metrics` with the `compute` of an `evaluate` module."""

    def __init__(self, name: str) -> None:
        self.name = name

    def compute(self, **inputs: Any) -> dict[str, float]:
        """Return {name: value} of predictions= and references=."""
        return {self.name: getattr(metrics, self.name)(**inputs)}


def _extractor(model: Any) -> Any:
    """Return the feature extractor saved beside a model."""
    path = model if isinstance(model, str) else model.config.name_or_path
    if not path:
        raise SerEvalsError(
            "the model was not loaded from anywhere: give its feature_extractor=, or a pipeline"
        )
    return transformers.AutoFeatureExtractor.from_pretrained(path)
