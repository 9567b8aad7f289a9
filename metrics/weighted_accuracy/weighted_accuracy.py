"""Weighted accuracy (WA): the share of rows whose prediction is right, within [0, 1]."""

import evaluate

from ser_evals import evaluation, metrics

_DESCRIPTION = """
Weighted accuracy (WA) is what speech emotion recognition calls plain accuracy: the mean of the
recalls of the classes, weighted by how many rows each of them has.
"""
_KWARGS_DESCRIPTION = """
Args:
    predictions: the predicted class of each row, ints or strings; or a list of scores for each
        row, of which the highest counts.
    references: the true class of each row, ints or strings.
    labels: the classes that may occur, anything else is an error. With scores: the classes in the
        order of the columns (0, 1, ... by default).
    speakers: the speaker of each row, who then is the unit of the interval.
    confidence_level: adds an interval of this level, for example 0.95.

Returns:
    weighted_accuracy: within [0, 1].
    ci_low, ci_high, ci_unit: the interval and what it takes to be independent ("speaker" or
        "utterance"), where confidence_level is given.

Examples:
    >>> wa = evaluate.load("ser-evals/weighted_accuracy")
    >>> wa.compute(references=["anger", "anger", "fear"], predictions=["anger", "anger", "anger"])
    {'weighted_accuracy': 0.6666666666666666}
    >>> wa.compute(references=[0, 1], predictions=[[0.9, 0.1], [0.6, 0.4]])
    {'weighted_accuracy': 0.5}
"""
_CITATION = """
@inproceedings{schuller09_interspeech,
  author = {Bj{\\"o}rn Schuller and Stefan Steidl and Anton Batliner},
  title = {The {INTERSPEECH} 2009 Emotion Challenge},
  booktitle = {Interspeech 2009},
  year = {2009},
}
"""


@evaluate.utils.file_utils.add_start_docstrings(_DESCRIPTION, _KWARGS_DESCRIPTION)
class WeightedAccuracy(evaluate.Metric):
    def _info(self):
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_KWARGS_DESCRIPTION,
            features=evaluation.features("classes", "scores"),
            homepage="https://huggingface.co/spaces/ser-evals/weighted_accuracy",
        )

    def _compute(self, predictions, references, labels=None, speakers=None, confidence_level=None):
        references, predictions = evaluation.as_classes(references, predictions, labels)
        if confidence_level is None:
            return {"weighted_accuracy": metrics.accuracy(references, predictions, labels=labels)}
        interval = metrics.bootstrap(
            references,
            predictions,
            metric="accuracy",
            labels=labels,
            speakers=speakers,
            confidence_level=confidence_level,
        )
        return evaluation.with_interval("weighted_accuracy", interval)
