"""The bridge to Hugging Face `evaluate`: its modules of ours, their registration, an evaluator.

The modules themselves are folders `metrics/<name>/` of the checkout, `_spaces/<name>/` of the
installed package and Spaces `ser-evals/<name>` of the Hub: the same files in all three.
"""

from typing import Any

from ser_evals.evaluation._inputs import as_classes, as_scores, features
from ser_evals.evaluation._intervals import jackknife, with_interval
from ser_evals.evaluation._register import Registered, register
from ser_evals.evaluation._spaces import list_modules, module_path, summaries

__all__ = [
    "Registered",
    "as_classes",
    "as_scores",
    "evaluator",
    "features",
    "jackknife",
    "list_modules",
    "module_path",
    "register",
    "summaries",
    "with_interval",
]


def evaluator(task: str = "audio-classification") -> Any:
    """Return an evaluator of `evaluate` that works with today's transformers.

    Args:
        task: "audio-classification".

    Returns:
        An `AudioClassificationEvaluator`; its `compute` scores a model, a pipeline, or any callable
        that answers like one, on a dataset.

    Raises:
        SerEvalsError: another task.

    Example:
        >>> def pipe(clips):
        ...     return [[{"label": "anger", "score": 0.9}] for clip in clips]
        >>> from datasets import Dataset
        >>> data = Dataset.from_dict({"audio": [[0.0], [0.1]], "label": ["anger", "fear"]})
        >>> scores = evaluator("audio-classification").compute(pipe, data, input_column="audio")
        >>> scores["uar"]
        0.5
    """
    from ser_evals.errors import unknown

    if task != "audio-classification":
        raise unknown("task", task, ["audio-classification"])
    from ser_evals.evaluation._evaluator import SpeechEmotionEvaluator

    return SpeechEmotionEvaluator()
