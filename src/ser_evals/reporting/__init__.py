"""Reading the results: one self-contained HTML page, and a short table for the terminal."""

from ser_evals.reporting._page import render, write
from ser_evals.reporting._runs import RunSummary
from ser_evals.reporting._terminal import table

__all__ = ["RunSummary", "render", "table", "write"]
