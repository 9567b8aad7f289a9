"""Unweighted average recall (UAR): the mean of the recalls of all classes, within [0, 1]."""

import evaluate

from ser_evals import evaluation, metrics

_DESCRIPTION = """
Unweighted average recall (UAR) is the mean of the recalls of the classes that the references have.
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
    uar: within [0, 1]; 1 / (number of classes) is chance.
    ci_low, ci_high, ci_unit: the interval and what it takes to be independent ("speaker" or
        "utterance"), where confidence_level is given.

Examples:
    >>> uar = evaluate.load("ser-evals/uar")
    >>> uar.compute(references=["anger", "anger", "fear"], predictions=["anger", "fear", "fear"])
    {'uar': 0.75}
    >>> uar.compute(references=[0, 1], predictions=[[0.9, 0.1], [0.6, 0.4]])
    {'uar': 0.5}
    >>> speakers = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    >>> predictions = [0, 1, 0, 0, 0, 1, 1, 1, 0, 1]
    >>> inputs = {"references": [0, 1] * 5, "predictions": predictions, "speakers": speakers}
    >>> scores = uar.compute(**inputs, confidence_level=0.95)
    >>> scores["uar"], round(scores["ci_low"], 2), round(scores["ci_high"], 2), scores["ci_unit"]
    (0.8, 0.32, 0.97, 'speaker')
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
class Uar(evaluate.Metric):
    def _info(self):
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_KWARGS_DESCRIPTION,
            features=evaluation.features("classes", "scores"),
            homepage="https://huggingface.co/spaces/ser-evals/uar",
        )

    def _compute(self, predictions, references, labels=None, speakers=None, confidence_level=None):
        references, predictions = evaluation.as_classes(references, predictions, labels)
        if confidence_level is None:
            return {"uar": metrics.uar(references, predictions, labels=labels)}
        interval = metrics.bootstrap(
            references,
            predictions,
            metric="uar",
            labels=labels,
            speakers=speakers,
            confidence_level=confidence_level,
        )
        return evaluation.with_interval("uar", interval)
