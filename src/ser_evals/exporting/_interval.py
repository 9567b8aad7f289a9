"""A score as it is kept beside a model."""

import math
from typing import Any


def interval(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's value, limits and unit, None where there is none."""
    numbers = {"value": row["value"], "low": row.get("ci_low"), "high": row.get("ci_high")}
    known = {k: None if v is None or math.isnan(v) else float(v) for k, v in numbers.items()}
    return known | {"unit": row["ci_unit"]}
