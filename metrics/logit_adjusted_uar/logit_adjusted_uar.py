"""UAR after logits are moved from the training set's label distribution, within [0, 1]."""

import evaluate

from ser_evals import evaluation, metrics

_DESCRIPTION = """
UAR of the classes that score highest once the logits are moved from the label distribution that the
system was trained under to another one: uniform, or the one that is given.
"""
_KWARGS_DESCRIPTION = """
Args:
    predictions: a list of logits, or log probabilities, for each row; -inf masks a class.
    references: the true class of each row, ints or strings.
    labels: the classes in the order of the columns (0, 1, ... by default).
    source_prior: how often each class occurs in the training set, as shares or counts in the order
        of the columns; a class with 0 is masked. Uniform by default.
    target_prior: the same for the test set, where it is known. Uniform by default.
    speakers: the speaker of each row, who then is the unit of the interval.
    confidence_level: adds an interval of this level, for example 0.95.

Returns:
    logit_adjusted_uar: within [0, 1]; 1 / (number of classes) is chance.
    ci_low, ci_high, ci_unit: the interval and what it takes to be independent ("speaker" or
        "utterance"), where confidence_level is given.

Examples:
    >>> metric = evaluate.load("ser-evals/logit_adjusted_uar")
    >>> logits = [[2.0, 0.5], [1.0, 0.0]]
    >>> metric.compute(references=[0, 1], predictions=logits, source_prior=[0.8, 0.2])
    {'logit_adjusted_uar': 1.0}
    >>> metric.compute(references=[0, 1], predictions=logits, source_prior=[1, 1])
    {'logit_adjusted_uar': 0.5}
"""
_CITATION = """
@inproceedings{menon2021longtail,
  author = {Aditya Krishna Menon and Sadeep Jayasumana and Ankit Singh Rawat and Himanshu Jain and
            Andreas Veit and Sanjiv Kumar},
  title = {Long-tail learning via logit adjustment},
  booktitle = {ICLR},
  year = {2021},
}
"""


@evaluate.utils.file_utils.add_start_docstrings(_DESCRIPTION, _KWARGS_DESCRIPTION)
class LogitAdjustedUar(evaluate.Metric):
    def _info(self):
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_KWARGS_DESCRIPTION,
            features=evaluation.features("scores"),
            homepage="https://huggingface.co/spaces/ser-evals/logit_adjusted_uar",
        )

    def _compute(
        self,
        predictions,
        references,
        labels=None,
        source_prior=None,
        target_prior=None,
        speakers=None,
        confidence_level=None,
    ):
        names, logits = evaluation.as_scores(predictions, references, labels)
        adjusted = metrics.logit_adjust(
            logits, source_prior=source_prior, target_prior=target_prior
        )
        references, predictions = evaluation.as_classes(references, adjusted, names)
        if confidence_level is None:
            return {"logit_adjusted_uar": metrics.uar(references, predictions, labels=names)}
        interval = metrics.bootstrap(
            references,
            predictions,
            metric="uar",
            labels=names,
            speakers=speakers,
            confidence_level=confidence_level,
        )
        return evaluation.with_interval("logit_adjusted_uar", interval)
