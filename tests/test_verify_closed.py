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
from test_verify import of_record, reason, states

from ser_evals import verify
from ser_evals.predictions import Predictions
from ser_evals.submissions import prepare
from ser_evals.submissions._command import command_of
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
        told = reason(verify(closed, data_dir=data, rerun=1), "rerun", TEST)
        assert f"scores.csv: source/shared/uar: {column}: stated {value!r}, recompu" in told


def test_intervals_may_differ_by_what_another_processor_decides(closed, data):
    run = run_of(closed, TEST)
    scores = read_table((run / "scores.csv").read_bytes())
    scores.loc[scores["metric"] == "uar", "ci_low"] += 1e-6
    write_scores(run, scores)
    for tolerance, grade in ((1e-9, "refused"), (0.2, "reproduced")):
        verdict = verify(closed, data_dir=data, rerun=1, tolerance=tolerance)
        assert verdict.grade == grade, verdict


ROWS = ["f01_fear_1 anger", "f01_anger_1 anger"]


@pytest.mark.parametrize(
    ("change", "check", "expected"),
    [
        (lambda r: r.update(rows=ROWS), "record", "run.json holds 'rows'"),
        (lambda r: r["backbone"].update(rows=ROWS), "record", "run.json holds 'backbone.rows'"),
        (lambda r: r["git"].update(rows=ROWS), "record", "run.json holds 'git.rows'"),
        (lambda r: r["corpora"][TEST].update(rows=ROWS), "record", "'corpora.synthetic_other.ro"),
        (lambda r: r["corpora"].update(x=r["corpora"][TEST]), "record", "holds 'corpora.x'"),
        (lambda r: r["config"].update(rows=ROWS), "record", "config.rows: stated ['f01_fear_1"),
        (lambda r: r["config"]["head"].update(rows=ROWS), "files", "run.json is not the record"),
        (lambda r: r.update(command="echo f01_fear_1"), "record", "command: stated 'echo f01_fear"),
        (lambda r: r.update(device="f01_fear_1;" * 9), "record", "device is 'f01_fear_1;f01_fear"),
        (lambda r: r.update(wall_s=ROWS[0]), "record", "wall_s is 'f01_fear_1 anger': no run says"),
        (lambda r: r["versions"].update(rows=ROWS[0]), "record", "versions.rows is 'f01_fear_1 an"),
        (lambda r: r["git"].update(commit=ROWS[0]), "record", "git.commit is 'f01_fear_1 anger'"),
        (lambda r: r["corpora"][TEST].update(title=ROWS[0]), "record", "title: stated 'f01_fear_1"),
        (lambda r: r["corpora"][TEST].update(dropped={"f01": 0}), "record", "no label 'f01'"),
        (lambda r: r["corpora"][TEST].update(division="f01"), "record", "division is 'f01': no ru"),
        (lambda r: r["config"].update(masked=ROWS), "record", "config.masked is 'f01_fear_1 ange"),
        (lambda r: r["warnings"].append(ROWS[0]), "contamination", "the warning 'f01_fear_1 anger"),
    ],
)  # fmt: skip
def test_a_record_carries_no_rows(change, check, expected, closed):
    of_record(change)(run_of(closed, TEST))
    assert expected in reason(verify(closed), check, TEST)


def test_a_key_that_occurs_twice(closed):
    run = run_of(closed, TEST)
    for name, check in (("run.json", "files"), ("confusions.json", "scores")):
        whole = (run / name).read_text()
        (run / name).write_text(whole.replace("{", '{"names": 1, "names": 2, ', 1))
        assert "the key 'names' occurs twice" in reason(verify(closed), check, TEST)
        (run / name).write_text(whole)


def test_scores_say_what_scoring_says(closed):
    run = run_of(closed, TEST)
    scores = read_table((run / "scores.csv").read_bytes())
    scores["warnings"] += "; one speaker alone has fear: intervals too narrow"
    write_scores(run, scores)
    assert verify(closed).grade == "consistent"
    for column, text in (("warnings", "; f01_fear_1 anger"), ("ci_unit", "f01_fear_1")):
        forged = scores.copy()
        forged[column] += text
        write_scores(run, forged)
        assert "f01_fear_1" in reason(verify(closed), "scores", TEST)


def test_what_is_published_of_a_record(output, closed):
    of_record(lambda r: r.update(rows=ROWS, command=f"{r['command']} # f01_fear_1"))(
        closed.parent / "out" / run_of(output, TEST).relative_to(output)
    )
    found = prepare(closed.parent / "out", closed.parent / "again").folder
    published = json.loads((run_of(found, TEST) / "run.json").read_text())
    whole = json.loads((run_of(output, TEST) / "run.json").read_text())
    assert published.keys() == {*whole, "published"}
    for name in ("config", "backbone", "versions", "git"):
        assert published[name] == whole[name]
    assert published["corpora"] == whole["corpora"]
    assert published["command"] == (
        "ser-evals run --train synthetic --test synthetic_other --backbone mfcc --data-dir DATA_DIR"
        " --output OUTPUT --protocol ser_evals --seeds 2"
    )
    assert verify(found).grade == "consistent"


def test_the_command_of_a_run_asks_for_the_same(closed):
    record = json.loads((run_of(closed, TEST) / "run.json").read_text())
    record["config"] |= {"n_folds": 1_000_000, "layer": "3", "taxonomy": "native", "limit": 9}
    record["config"]["context"] = "clip"
    record["config"] |= {"in_domain_prior": "none", "out_of_domain_prior": "none"}
    record["config"]["frames"] |= {"context": "clip", "precision": "bfloat16"}
    record["config"]["skip_unreadable"] = True
    assert command_of(record).endswith(
        " --seeds 2 --folds 0 --layer 3 --context clip --taxonomy native --prior none --limit 9"
        " --precision bfloat16 --skip-unreadable"
    )
