"""Scores: functions of the predictions table and of nothing else."""

from ser_evals.scoring._priors import PRIORS, decide
from ser_evals.scoring._rows import COLUMNS, METRICS, score_rows

__all__ = ["COLUMNS", "METRICS", "PRIORS", "decide", "score_rows"]
