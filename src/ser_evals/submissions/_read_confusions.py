"""Confusions that somebody else wrote."""

from typing import Any

import numpy as np

from ser_evals.runs import class_sets
from ser_evals.submissions import _names as names
from ser_evals.submissions._outcome import FailedError, refuse, same
from ser_evals.submissions._read_json import from_json
from ser_evals.submissions._run import Run


def read_confusions(run: Run) -> dict[str, Any]:
    """Return the confusions of a run, once they are seen to be some."""
    text = (run.place.folder / names.CONFUSIONS).read_text(encoding="utf-8")
    confusions = from_json(text)
    size, seeds = len(confusions["names"]), [str(s) for s in range(run.settings.protocol.seeds)]
    problems = _parts(confusions, run)
    most = run.record["corpora"][run.test]["utterances"]
    for part in confusions["confusions"]:
        counts = {seed: np.array(matrix) for seed, matrix in part["counts"].items()}
        what = f"{names.CONFUSIONS}: {part['classes']}"
        if sorted(counts) != sorted(seeds):
            problems.append(f"{what}: seeds {', '.join(counts)}, expected {', '.join(seeds)}")
        for seed, matrix in counts.items():
            kind = np.issubdtype(matrix.dtype, np.integer)
            if matrix.shape != (size, size) or not kind or (matrix < 0).any():
                raise FailedError(f"{what}: seed {seed} has no {size} x {size} counts")
            if matrix.sum() > most:
                raise FailedError(f"{what}: {matrix.sum()} utterances, {most} stated")
        if len({tuple(matrix.sum(1)) for matrix in counts.values()}) > 1:
            problems.append(f"{what}: seeds have other references")
    refuse(problems)
    return confusions


def _parts(confusions: dict[str, Any], run: Run) -> list[str]:
    """Look for sets of classes that were left out, another prior, and whatever else is there."""
    parts, asked = confusions["confusions"], class_sets(run.record)
    extra = {*confusions} - {"names", "confusions"}
    extra |= {name for part in parts for name in part} - {"prior", "classes", "counts"}
    problems = [f"{names.CONFUSIONS} holds {name!r}" for name in sorted(extra)]
    there = [part["classes"] for part in parts]
    if there != asked and not (there == ["all"] and not _hits(parts[0])):
        problems += same(f"{names.CONFUSIONS}: sets of classes", there, asked)
    for part in parts:
        problems += same(f"{names.CONFUSIONS}: prior", part["prior"], run.record["config"]["prior"])
    return problems


def _hits(part: dict[str, Any]) -> int:
    """Return how often a decision was right: never, where no class was trained on."""
    return sum(row[i] for matrix in part["counts"].values() for i, row in enumerate(matrix))
