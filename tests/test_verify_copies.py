"""Verifiers who hold another part of a corpus than the run had."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from test_runs import quick
from test_submissions import data, output, regrade, run_of
from test_verify import made, of_table, out, reason, relabelled, states, sub, unknown

from ser_evals import verify
from ser_evals.corpora import get_corpus
from ser_evals.runs import _own
from ser_evals.submissions import Verdict, prepare

__all__ = ["data", "out", "output", "quick", "regrade", "sub"]
TEST = "/synthetic"


def without(speaker: str, data: Path, folder: Path) -> Path:
    """Return a copy of the corpora in which one lacks a speaker."""
    shutil.copytree(data, folder)
    gone = list((folder / "synthetic").rglob(f"{speaker}_*.wav"))
    assert len(gone) == 6
    for path in gone:
        path.unlink()
    return folder


def said(verdict: Verdict, name: str = "corpus") -> str:
    (run,) = (run for run in verdict.runs if run.run.endswith(TEST))
    return next(check.reason for check in run.checks if check.name == name)


def complete(monkeypatch: pytest.MonkeyPatch, utterances: int) -> None:
    """Let the records say how many utterances a full copy has."""
    change = {"utterances": utterances}
    monkeypatch.setattr(_own, "get_corpus", lambda name: replace(get_corpus(name), **change))


def test_a_copy_that_lacks_utterances_refuses_nobody(sub, data, tmp_path):
    verdict = verify(sub, data_dir=without("f02", data, tmp_path / "data"), rerun=1)
    assert verdict.grade == "consistent"
    assert "synthetic: the copy here, 30 of 288 utterances, is another part of" in said(verdict)
    assert "than the run's 36; the 30 ids that both hold agree" in said(verdict)
    found = states(verdict, TEST)
    assert (found["corpus"], found["folds"], found["rerun"]) == ("unchecked", "passed", "unchecked")
    assert said(verdict, "rerun").startswith("no copy of synthetic as the run was made with")


def test_a_copy_that_holds_more_refuses_nobody(data, tmp_path):
    fewer = without("f02", data, tmp_path / "data")
    sub = made(fewer, tmp_path, "synthetic", "synthetic")
    verdict = verify(sub, data_dir=data)
    assert verdict.grade == "consistent" and states(verdict)["corpus"] == "unchecked"
    assert "synthetic: the copy here, 36 of 288 utterances, is another part of" in said(verdict)


def test_a_training_corpus_of_which_a_part_is_here(sub, data, tmp_path):
    verdict = verify(sub, data_dir=without("f02", data, tmp_path / "data"))
    (run,) = (run for run in verdict.runs if run.run.endswith("other"))
    told = {check.name: check for check in run.checks}["corpus"]
    assert told.state == "unchecked" and told.reason.startswith("ids, references, speakers and gr")
    assert told.reason.endswith("is another part of the corpus than the run's 36")


def test_what_both_hold_must_agree(out, data, tmp_path):
    of_table(relabelled)(run_of(out, "synthetic"))
    sub = prepare(out, tmp_path / "sub").folder
    verdict = verify(sub, data_dir=without("f02", data, tmp_path / "data"))
    assert "'f01_fear_1' is stated as 'anger', and is 'fear'" in reason(verdict, "corpus")


def test_against_a_complete_copy_every_id_counts(sub, out, data, tmp_path, monkeypatch):
    fewer = without("f02", data, tmp_path / "data")
    of_table(unknown)(run_of(out, "synthetic"))
    forged = prepare(out, tmp_path / "forged").folder
    complete(monkeypatch, 30)
    told = reason(verify(sub, data_dir=fewer), "corpus")
    assert "the copy here is not what the run was made with: 36 utterances there, 30" in told
    assert "6 ids are not in synthetic, such as 'f02_anger_1'" in told
    complete(monkeypatch, 36)
    told = reason(verify(forged, data_dir=data), "corpus")
    assert "1 ids are not in synthetic, such as 'f01_fear_9'; 1 utterances are missing" in told
    few = made(fewer, tmp_path / "few", "synthetic", "synthetic")
    told = reason(verify(few, data_dir=data), "corpus")
    assert "6 utterances are missing, such as 'f02_anger_1'" in told


def test_confusions_against_another_part(output, data, tmp_path, regrade):
    regrade("synthetic", "nothing")
    sub = prepare(output, tmp_path / "sub").folder
    verdict = verify(sub, data_dir=without("f02", data, tmp_path / "data"))
    assert verdict.grade == "consistent" and states(verdict, TEST)["corpus"] == "unchecked"
    assert said(verdict).startswith("only counted: 36 utterances; synthetic: the copy here, 30 of")
