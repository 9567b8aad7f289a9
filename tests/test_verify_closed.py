"""Forgeries of submissions that hold confusions only, with scores computed to match."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_runs import quick
from test_submissions import data, output, regrade, run_of
from test_verify import reason, states

from ser_evals import verify
from ser_evals.predictions import Predictions
from ser_evals.submissions import prepare
from ser_evals.submissions._confusions import points
from ser_evals.submissions._possible import possible
from ser_evals.submissions._row import row_of
from ser_evals.submissions._row_file import to_parquet
from ser_evals.submissions._tables import as_table, read_table, to_csv

__all__ = ["data", "output", "quick", "regrade"]
TEST = "synthetic_other"
UNTOLD = ["ci_low", "ci_high", "ci_unit", "speakers", "warnings"]
Confusions = dict[str, list[list[int]]]


@pytest.fixture
def closed(output, tmp_path, regrade) -> Path:
    """A run tested out of domain on a corpus of which no row may be published."""
    regrade(TEST, "nothing")
    run = run_of(output, TEST)
    address = run.relative_to(output)
    shutil.copytree(run, tmp_path / "out" / address)
    return prepare(tmp_path / "out", tmp_path / "sub").folder


def rescore(run: Path) -> None:
    """Compute everything again that follows from confusions."""
    record = json.loads((run / "run.json").read_text())
    old = read_table((run / "scores.csv").read_bytes())
    new = as_table(points(json.loads((run / "confusions.json").read_text()), record))
    new[UNTOLD] = old[UNTOLD]
    write_scores(run, new)


def write_scores(run: Path, scores) -> None:
    record = json.loads((run / "run.json").read_text())
    (run / "scores.csv").write_bytes(to_csv(scores))
    (run / "row.parquet").write_bytes(to_parquet(row_of(record, scores)))


def forge(run: Path, change: Callable[[list[list[int]], list[str]], None], seeds: str = "01"):
    confusions = json.loads((run / "confusions.json").read_text())
    for part in confusions["confusions"]:
        for seed in seeds:
            change(part["counts"][seed], confusions["names"])
    (run / "confusions.json").write_text(json.dumps(confusions))
    rescore(run)


def relabel(matrix: list[list[int]], names: list[str]) -> None:
    """Let an utterance of anger be one of sadness, in the same column."""
    anger, sadness = names.index("anger"), names.index("sadness")
    column = max(range(len(names)), key=lambda i: matrix[anger][i])
    matrix[anger][column] -= 1
    matrix[sadness][column] += 1


def test_changed_references_are_seen_with_the_corpus(closed, data):
    run = run_of(closed, TEST)
    assert verify(closed, data_dir=data).grade == "consistent"
    assert states(verify(closed, data_dir=data))["corpus"] == "passed"
    forge(run, relabel)
    told = reason(verify(closed, data_dir=data), "corpus", TEST)
    assert "utterances of 'anger' (shared, seed 0): stated 5, found 6" in told
    assert "utterances of 'sadness' (shared, seed 0): stated 7, found 6" in told
    assert verify(closed).grade == "consistent"
    told = reason(verify(closed, data_dir=data, rerun=1), "rerun", TEST)
    assert "shared, seed 0: utterances of 'anger': stated 5, found 6" in told


def test_changed_references_are_seen_without_the_training_corpus(closed, data, tmp_path):
    forge(run_of(closed, TEST), relabel)
    shutil.copytree(data / TEST, tmp_path / "data" / TEST)
    told = reason(verify(closed, data_dir=tmp_path / "data"), "corpus", TEST)
    assert "utterances of 'anger' (shared, seed 0): stated 5, found 6" in told


def improve(matrix: list[list[int]], names: list[str]) -> None:
    """Let one wrong decision be right."""
    row, column = next(
        (i, j) for i in range(len(names)) for j in range(len(names)) if i != j and matrix[i][j]
    )
    matrix[row][column] -= 1
    matrix[row][row] += 1


def test_one_decision_improved_is_seen_when_inferred_again(closed, data):
    assert verify(closed, data_dir=data, rerun=1).grade == "reproduced"
    forge(run_of(closed, TEST), improve, seeds="1")
    assert verify(closed, data_dir=data).grade == "consistent"
    told = reason(verify(closed, data_dir=data, rerun=1, tolerance=1e-6), "rerun", TEST)
    assert re.search("shared, seed 1: '.*' taken for '.*': stated [0-9]+, inferred [0-9]+, ", told)


def test_what_may_be_decided_otherwise():
    shares = np.array([[0.5, 0.45, 0.05], [0.5, 0.4, 0.1], [0.9, 0.05, 0.05]])
    table = pd.DataFrame({"fold": "full", "seed": 0, "reference": "a"}, index=range(3))
    table["scores"] = list(np.log(shares))
    found = Predictions(table, ("a", "b", "c"), {"full": [0.5, 0.4, 0.1]}, {})
    every = np.ones(3, bool)
    plain = possible(found, every, "none", 0.03)
    assert plain.tolist() == [[True, True, False], [True, False, False], [True, False, False]]
    # Divided by the source's shares they are (1, 1.125, .5), (1, 1, 1) and (1.8, .125, .5).
    adjusted = possible(found, every, "source", 0.03)
    assert adjusted.tolist() == [[True, True, False], [True, True, True], [True, False, False]]
    masked = possible(replace(found, masked=("b",)), every, "none", 0.3)
    assert masked.tolist() == [[True, False, True], [True, False, True], [True, False, False]]
    assert possible(found, every, "none", 0.0).sum() == 3


def test_forged_intervals_are_seen_when_inferred_again(closed, data):
    run = run_of(closed, TEST)
    verdict = verify(closed, data_dir=data)
    assert states(verdict)["intervals"] == "unchecked" and verdict.grade == "consistent"
    verdict = verify(closed, data_dir=data, rerun=1)
    assert states(verdict)["intervals"] == "passed" and verdict.grade == "reproduced"
    honest = read_table((run / "scores.csv").read_bytes())
    for column, value in (("ci_low", 0.45), ("speakers", 20.0), ("ci_unit", "utterance")):
        scores = honest.copy()
        scores.loc[scores["metric"] == "uar", column] = value
        write_scores(run, scores)
        assert states(verify(closed, data_dir=data))["intervals"] == "unchecked"
        told = reason(verify(closed, data_dir=data, rerun=1, tolerance=1e-6), "rerun", TEST)
        assert f"scores.csv: source/shared/uar: {column}: stated {value!r}, recompu" in told


def test_intervals_may_differ_by_what_another_processor_decides(closed, data):
    run = run_of(closed, TEST)
    scores = read_table((run / "scores.csv").read_bytes())
    scores.loc[scores["metric"] == "uar", "ci_low"] += 1e-6
    write_scores(run, scores)
    for tolerance, grade in ((1e-9, "refused"), (0.2, "reproduced")):
        verdict = verify(closed, data_dir=data, rerun=1, tolerance=tolerance)
        assert verdict.grade == grade, verdict
