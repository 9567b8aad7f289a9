"""Gini coefficient of the speakers' UARs, within [0, 1]: 0 where all fare alike."""

import evaluate
import numpy as np

from ser_evals import evaluation, metrics
from ser_evals.errors import SerEvalsError

_DESCRIPTION = """
How unequally a system serves speakers: the Gini coefficient of the UARs that they get one by one.
"""
_KWARGS_DESCRIPTION = """
Args:
    predictions: the predicted class of each row, ints or strings; or a list of scores for each
        row, of which the highest counts.
    references: the true class of each row, ints or strings.
    speakers: the speaker of each row; required.
    labels: the classes that may occur, anything else is an error. With scores: the classes in the
        order of the columns (0, 1, ... by default).
    confidence_level: adds an interval of this level, for example 0.95.

Returns:
    speaker_gini: within [0, 1]; 0 where all speakers have the same UAR. Lower is better.
    ci_low, ci_high, ci_unit: the interval and what it takes to be independent ("speaker" or
        "utterance"), where confidence_level is given.

Examples:
    >>> gini = evaluate.load("ser-evals/speaker_gini")
    >>> inputs = {"references": [0, 1, 0, 1], "speakers": ["a", "a", "b", "b"]}
    >>> gini.compute(predictions=[0, 1, 0, 1], **inputs)
    {'speaker_gini': 0.0}
    >>> gini.compute(predictions=[0, 1, 0, 0], **inputs)["speaker_gini"] > 0
    True
"""
_CITATION = """
@book{gini1912variabilita,
  author = {Corrado Gini},
  title = {Variabilit{\\`a} e mutabilit{\\`a}},
  publisher = {Cuppini, Bologna},
  year = {1912},
}
"""


@evaluate.utils.file_utils.add_start_docstrings(_DESCRIPTION, _KWARGS_DESCRIPTION)
class SpeakerGini(evaluate.Metric):
    def _info(self):
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_KWARGS_DESCRIPTION,
            features=evaluation.features("classes", "scores"),
            homepage="https://huggingface.co/spaces/ser-evals/speaker_gini",
        )

    def _compute(self, predictions, references, speakers=None, labels=None, confidence_level=None):
        if speakers is None:
            raise SerEvalsError("speaker_gini: give speakers=, the speaker of each row")
        references, predictions = evaluation.as_classes(references, predictions, labels)
        rows = [np.array(column, object) for column in (references, predictions, speakers)]

        def statistic(kept):
            true, guess, speaker = (column[kept] for column in rows)
            return metrics.speaker_gini(true, guess, speakers=speaker, labels=labels)

        if confidence_level is None:
            return {"speaker_gini": statistic(slice(None))}
        interval = evaluation.jackknife(
            statistic, len(references), speakers=speakers, confidence_level=confidence_level
        )
        return evaluation.with_interval("speaker_gini", interval)
