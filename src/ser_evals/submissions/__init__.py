"""Submissions: runs in the layout of the results dataset, and how others check them."""

from ser_evals.submissions._prepare import Submission, prepare
from ser_evals.submissions._verdict import Check, RunVerdict, Verdict
from ser_evals.submissions._verify import verify

__all__ = ["Check", "RunVerdict", "Submission", "Verdict", "prepare", "verify"]
