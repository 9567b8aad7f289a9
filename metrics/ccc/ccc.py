"""Concordance correlation coefficient (CCC) of predicted numbers, within [-1, 1]."""

import evaluate
import numpy as np

from ser_evals import evaluation, metrics

_DESCRIPTION = """
Lin's concordance correlation coefficient (CCC): how close predicted arousal, valence or dominance
lies to the reference, in correlation, in level and in spread.
"""
_KWARGS_DESCRIPTION = """
Args:
    predictions: the predicted number of each row.
    references: the true number of each row.
    speakers: the speaker of each row, who then is the unit of the interval.
    confidence_level: adds an interval of this level, for example 0.95.

Returns:
    ccc: within [-1, 1]; 0 is what any constant prediction gets.
    ci_low, ci_high, ci_unit: the interval and what it takes to be independent ("speaker" or
        "utterance"), where confidence_level is given.

Examples:
    >>> ccc = evaluate.load("ser-evals/ccc")
    >>> scores = ccc.compute(references=[1, 2, 3, 4], predictions=[1, 2, 3, 5])
    >>> round(scores["ccc"], 3)
    0.929
"""
_CITATION = """
@article{lin1989concordance,
  author = {Lawrence I-Kuei Lin},
  title = {A concordance correlation coefficient to evaluate reproducibility},
  journal = {Biometrics},
  volume = {45},
  pages = {255--268},
  year = {1989},
}
"""


@evaluate.utils.file_utils.add_start_docstrings(_DESCRIPTION, _KWARGS_DESCRIPTION)
class Ccc(evaluate.Metric):
    def _info(self):
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_KWARGS_DESCRIPTION,
            features=evaluation.features("values"),
            homepage="https://huggingface.co/spaces/ser-evals/ccc",
        )

    def _compute(self, predictions, references, speakers=None, confidence_level=None):
        true, guess = np.asarray(references, float), np.asarray(predictions, float)
        if confidence_level is None:
            return {"ccc": metrics.ccc(true, guess)}
        interval = evaluation.jackknife(
            lambda kept: metrics.ccc(true[kept], guess[kept]),
            len(true),
            speakers=speakers,
            confidence_level=confidence_level,
            bounds=(-1.0, 1.0),
        )
        return evaluation.with_interval("ccc", interval)
