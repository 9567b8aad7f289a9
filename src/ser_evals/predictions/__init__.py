"""The predictions table: what every system writes, and all that scoring ever reads."""

from ser_evals.predictions._files import is_whole
from ser_evals.predictions._read import read
from ser_evals.predictions._table import KEY, SCHEMA, Predictions, write

__all__ = ["KEY", "SCHEMA", "Predictions", "is_whole", "read", "write"]
