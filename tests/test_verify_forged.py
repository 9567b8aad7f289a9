"""Forgeries of what is beside the answers: files, places, numbers, other versions."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_runs import quick
from test_submissions import data, output, regrade, run_of
from test_verify import config, facts, made, of_record, of_table, out, reason, rewrite, states, sub

from ser_evals import SerEvalsError, verify
from ser_evals.features import EXTRACTION
from ser_evals.submissions import _rerun, prepare

__all__ = ["data", "out", "output", "quick", "regrade", "sub"]
TEST = "/synthetic_other"
HOT = {"0": 0.3}


def of_parquet(name: str, change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    return lambda run: pq.write_table(change(pq.read_table(run / name)), run / name)


def as_double(table: pa.Table) -> pa.Table:
    place = table.column_names.index("seeds")
    return table.set_column(place, "seeds", table["seeds"].cast(pa.float64()))


def with_payload(table: pa.Table) -> pa.Table:
    return table.replace_schema_metadata({**table.schema.metadata, b"ids": b"f01"})


def other_version(record: dict) -> None:
    record["config"]["extraction"] = EXTRACTION + 1
    record["config"]["head"]["epochs"] = 300


@pytest.mark.parametrize(
    ("forge", "check", "expected"),
    [
        (lambda run: (run / "ids.csv").write_text("f01"), "record", "ids.csv must not be there"),
        (
            of_parquet("row.parquet", lambda t: t.append_column("best", pa.nulls(1))),
            "record",
            "row.parquet has other columns than all: 'best'",
        ),
        (of_parquet("row.parquet", as_double), "record", "column 'seeds' is double, expected in"),
        (
            of_parquet("predictions.parquet", lambda t: t.append_column("text", t["id"])),
            "record",
            "predictions.parquet has other columns than all: 'text'",
        ),
        (of_parquet("predictions.parquet", with_payload), "record", "has metadata 'ids'"),
        (of_record(other_version), "record", f"extraction: stated {EXTRACTION + 1}, this"),
        (of_record(config(training=0)), "record", "config.training: stated 0, this version"),
        (of_record(facts(started="2999-01-01T00:00:00+00:00")), "record", "expected a time that"),
        (of_record(lambda r: r["backbone"].update(checkpoint="a/b")), "record", "stated 'a/b', fo"),
        (of_record(lambda r: r["backbone"].update(licence="MIT")), "record", "licence: stated 'MI"),
        (of_record(lambda r: r["backbone"].update(pinned=True)), "record", "pinned: stated True"),
        (lambda run: (run / "run.json").write_text("[" * 10**5), "files", "RecursionError"),
    ],
)  # fmt: skip
def test_beside_the_answers(forge, check, expected, sub):
    forge(run_of(sub, "synthetic_other"))
    assert expected in reason(verify(sub), check, TEST)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"found": 40}, "36 utterances are used, but 40 are left of those found"),
        ({"found": 40, "dropped": {"fear": 4}}, "utterances of 'fear' are left out, which ser_ev"),
        ({"limited_from": 40}, "limited from 40, but 36 utterances are left, and the limit is No"),
        ({"found": 30}, "36 utterances are used, but 30 are left of those found"),
    ],
)
def test_utterances_that_vanish(changes, expected, sub):
    of_record(lambda r: r["corpora"]["synthetic_other"].update(changes))(
        run_of(sub, "synthetic_other")
    )
    assert expected in reason(verify(sub), "record", TEST)


def test_a_version_of_the_corpus_that_is_not_known_is_flagged(out, tmp_path):
    def change(record: dict) -> None:
        record["corpora"]["synthetic_other"] |= {"full_copy": 36, "record": "0.9"}
        record["warnings"] = [text for text in record["warnings"] if "other: 36" not in text]

    of_record(change)(run_of(out, "synthetic_other"))
    verdict = verify(prepare(out, tmp_path / "sub").folder)
    assert states(verdict, TEST)["contamination"] == "flagged"


def test_copies_within_the_dataset(sub):
    run = run_of(sub, "synthetic")
    again = shutil.copytree(run, sub / "runs" / "more" / run.relative_to(sub))
    assert "folder: stated 'runs/more/runs/" in str(verify(sub))
    assert verify(sub).grade == "refused"
    shutil.rmtree(again)
    (sub / "runs" / "x").mkdir()
    shutil.copy(run / "row.parquet", sub / "runs" / "x")
    assert "run.json is missing" in str(verify(sub)) and verify(sub).grade == "refused"


def test_confusions_that_leave_something_out_or_tell_more(output, tmp_path, regrade):
    regrade("synthetic_other", "nothing")
    run = run_of(prepare(output, tmp_path / "sub").folder, "synthetic_other")
    text = (run / "confusions.json").read_text()
    for change, expected in (
        (lambda c: c["confusions"].pop(0), "sets of classes: stated ['all'], found ['shared', "),
        (lambda c: c.update(ids=["f01_fear_1"]), "confusions.json holds 'ids'"),
        (lambda c: c["confusions"][0].update(prior="none"), "prior: stated 'none', found 'source'"),
        (lambda c: c["confusions"][0]["counts"]["0"][0].__setitem__(0, 10**9), "36 stated"),
    ):
        confusions = json.loads(text)
        change(confusions)
        (run / "confusions.json").write_text(json.dumps(confusions))
        assert expected in reason(verify(tmp_path / "sub"), "scores", TEST)
    (run / "confusions.json").write_text(text)
    assert verify(tmp_path / "sub").grade == "consistent"
    of_record(lambda r: r["corpora"]["synthetic_other"].update(unreadable=["f01.wav"]))(run)
    told = reason(verify(tmp_path / "sub"), "record", TEST)
    assert "run.json names speakers or utterances of synthetic_other" in told


def test_what_this_machine_cannot_do_refuses_nobody(sub, data, monkeypatch):
    def fail(*words: object) -> None:
        raise SerEvalsError("the Hub cannot be reached")

    monkeypatch.setattr(_rerun, "answer_again", fail)
    verdict = verify(sub, data_dir=data, rerun=2)
    assert verdict.grade == "consistent" and not verdict.passed
    assert states(verdict, TEST)["rerun"] == "unchecked"


def test_temperatures_that_were_not_fitted_again_reproduce_nothing(data, tmp_path):
    sub = made(data, tmp_path, "synthetic", "synthetic_other", prior="estimated")
    rewrite(run_of(tmp_path / "out", "synthetic_other"), lambda p: replace(p, temperatures=HOT))
    forged = prepare(tmp_path / "out", sub).folder
    verdict = verify(forged, data_dir=data, rerun=2)
    assert verdict.grade == "consistent" and not verdict.passed
    (told,) = (c.reason for c in verdict.runs[0].checks if c.name == "rerun")
    assert told.endswith("temperatures, on which its scores depend, are as stated")


def with_rows(path: Path, run: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(run / "row.parquet", path)


def as_anything(sub: Path) -> None:
    card = sub / "README.md"
    card.write_text(card.read_text().replace("runs/**/row.parquet", "'**/*.parquet'"))


def unmarked(sub: Path) -> None:
    """Take away what a results dataset is known by."""
    as_anything(sub)
    card = sub / "README.md"
    card.write_text(card.read_text().replace("# Results of ser-evals", "# Results"))


@pytest.mark.parametrize(
    ("forge", "expected"),
    [
        (lambda sub, run: with_rows(sub / "extra" / "x.parquet", run), "extra/x.parquet must not"),
        (
            lambda sub, run: with_rows(run.parents[2] / "row2.parquet", run),
            "row2.parquet must not be there: README.md and .gitattributes and the files of runs",
        ),
        (lambda sub, run: with_rows(sub / "row.parquet", run), "row.parquet must not be there"),
        (lambda sub, run: with_rows(sub / "runs" / "row.parquet", run), "runs/row.parquet must"),
        (lambda sub, run: (sub / "run.json").write_text("{}"), "run.json must not be there"),
        (lambda sub, run: as_anything(sub), "README.md: its configurations ('configs') are not"),
        (lambda sub, run: unmarked(sub), "README.md: its configurations ('configs') are not"),
        (lambda sub, run: (sub / "README.md").write_text("# None"), "README.md: its configuratio"),
        (lambda sub, run: (sub / "README.md").unlink(), "README.md is missing: 'ser-evals push "),
        (lambda sub, run: (sub / "README.md").write_text("---\n[\n---\n"), "README.md is no card"),
    ],
)  # fmt: skip
def test_beside_the_runs(forge, expected, sub):
    forge(sub, run_of(sub, "synthetic"))
    assert expected in reason(verify(sub), "dataset", TEST)


def test_what_git_and_the_hub_keep_in_a_copy_is_no_part_of_it(sub):
    (sub / ".gitattributes").write_text("*.parquet filter=lfs")
    for name in (".git/config", ".cache/huggingface/a.lock"):
        (sub / name).parent.mkdir(parents=True)
        (sub / name).touch()
    assert verify(sub).grade == "consistent"


def copied(table: pd.DataFrame, number: int) -> pd.DataFrame:
    """Let seed 1 answer as seed 0 does."""
    first, second = (table[table["seed"] == seed].sort_values("id") for seed in (0, 1))
    scores = [*first["scores"][:number], *second["scores"][number:]]
    return pd.concat([first, second.assign(scores=scores)], ignore_index=True)


@pytest.mark.parametrize("number", [1, 36])
def test_a_seed_that_is_another_is_flagged(number, out, tmp_path):
    of_table(lambda table: copied(table, number))(run_of(out, "synthetic"))
    verdict = verify(prepare(out, tmp_path / "sub").folder)
    assert states(verdict, "/synthetic")["seeds"] == "flagged"
    assert states(verdict, TEST)["seeds"] == "passed"
    told = f"seeds 0, 1 have the same logits for {number} utterance"
    assert told in str(verdict)
