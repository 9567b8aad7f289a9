"""Confusions that somebody else wrote."""

import json
from typing import Any

import numpy as np

from ser_evals.submissions import _names as names
from ser_evals.submissions._outcome import FailedError, refuse
from ser_evals.submissions._run import Run


def read_confusions(run: Run) -> dict[str, Any]:
    """Return the confusions of a run, once they are seen to be some."""
    text = (run.place.folder / names.CONFUSIONS).read_text(encoding="utf-8")
    confusions = json.loads(text)
    size, seeds = len(confusions["names"]), [str(s) for s in range(run.settings.protocol.seeds)]
    problems = []
    for part in confusions["confusions"]:
        counts = {seed: np.array(matrix) for seed, matrix in part["counts"].items()}
        what = f"{names.CONFUSIONS}: {part['classes']}"
        if sorted(counts) != sorted(seeds):
            problems.append(f"{what}: seeds {', '.join(counts)}, expected {', '.join(seeds)}")
        for seed, matrix in counts.items():
            kind = np.issubdtype(matrix.dtype, np.integer)
            if matrix.shape != (size, size) or not kind or (matrix < 0).any():
                raise FailedError(f"{what}: seed {seed} has no {size} x {size} counts")
        if len({tuple(matrix.sum(1)) for matrix in counts.values()}) > 1:
            problems.append(f"{what}: seeds have other references")
    refuse(problems)
    return confusions
