"""Scores: functions of the predictions table and of nothing else."""

from ser_evals.scoring._calibration import calibration_rows
from ser_evals.scoring._cautions import CAUTIONS
from ser_evals.scoring._compare import compare_rows
from ser_evals.scoring._groups import group_rows
from ser_evals.scoring._priors import PRIORS, adjust, decide
from ser_evals.scoring._rows import COLUMNS, METRICS, evaluated, score_rows

__all__ = [
    "CAUTIONS",
    "COLUMNS",
    "METRICS",
    "PRIORS",
    "adjust",
    "calibration_rows",
    "compare_rows",
    "decide",
    "evaluated",
    "group_rows",
    "score_rows",
]
