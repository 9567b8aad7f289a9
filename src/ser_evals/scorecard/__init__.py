"""`ser-evals score`: anyone's predictions, scored, compared and drawn."""

from ser_evals.scorecard._score import BY, score
from ser_evals.scorecard._terminal import tables

__all__ = ["BY", "score", "tables"]
