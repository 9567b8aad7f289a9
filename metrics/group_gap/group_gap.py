"""Difference of a metric between the groups that fare best and worst, within [0, 1]."""

import evaluate
import numpy as np

from ser_evals import evaluation, metrics
from ser_evals.errors import SerEvalsError

_DESCRIPTION = """
How much a metric differs between the group that fares best and the one that fares worst: any
grouping of the rows, such as sex, language or corpus.
"""
_KWARGS_DESCRIPTION = """
Args:
    predictions: the predicted class of each row, ints or strings; or a list of scores for each
        row, of which the highest counts.
    references: the true class of each row, ints or strings.
    groups: the group of each row; required.
    metric: what is compared: "uar" (by default), "accuracy", "macro_f1", ...
    labels: the classes that may occur, anything else is an error. With scores: the classes in the
        order of the columns (0, 1, ... by default).
    speakers: the speaker of each row, who then is the unit of the interval.
    confidence_level: adds an interval of this level, for example 0.95.

Returns:
    group_gap: within [0, 1]; 0 where all groups fare alike. Lower is better.
    ci_low, ci_high, ci_unit: the interval and what it takes to be independent ("speaker" or
        "utterance"), where confidence_level is given.

Examples:
    >>> gap = evaluate.load("ser-evals/group_gap")
    >>> inputs = {"references": [0, 1, 0, 1], "groups": ["female", "female", "male", "male"]}
    >>> gap.compute(predictions=[0, 1, 0, 0], **inputs)
    {'group_gap': 0.5}
    >>> gap.compute(predictions=[0, 1, 0, 1], **inputs)
    {'group_gap': 0.0}
"""
_CITATION = """
@inproceedings{barocas2021designing,
  author = {Solon Barocas and Anhong Guo and Ece Kamar and Jacquelyn Krones and
            Meredith Ringel Morris and Jennifer Wortman Vaughan and W. Duncan Wadsworth and
            Hanna Wallach},
  title = {Designing disaggregated evaluations of {AI} systems},
  booktitle = {AIES},
  year = {2021},
}
"""


@evaluate.utils.file_utils.add_start_docstrings(_DESCRIPTION, _KWARGS_DESCRIPTION)
class GroupGap(evaluate.Metric):
    def _info(self):
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_KWARGS_DESCRIPTION,
            features=evaluation.features("classes", "scores"),
            homepage="https://huggingface.co/spaces/ser-evals/group_gap",
        )

    def _compute(
        self,
        predictions,
        references,
        groups=None,
        metric="uar",
        labels=None,
        speakers=None,
        confidence_level=None,
    ):
        if groups is None:
            raise SerEvalsError("group_gap: give groups=, the group of each row")
        references, predictions = evaluation.as_classes(references, predictions, labels)
        rows = [np.array(column, object) for column in (references, predictions, groups)]

        def statistic(kept):
            true, guess, group = (column[kept] for column in rows)
            return metrics.group_gap(true, guess, groups=group, metric=metric, labels=labels)

        if confidence_level is None:
            return {"group_gap": statistic(slice(None))}
        interval = evaluation.jackknife(
            statistic,
            len(references),
            speakers=speakers,
            within=groups,
            confidence_level=confidence_level,
        )
        return evaluation.with_interval("group_gap", interval)
