"""Honest submissions pass, forged ones are refused with the reason."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from loopback import serve
from test_runs import QUICK, quick
from test_submissions import BOTH, data, output, regrade, run_of, str_address

import ser_evals
from ser_evals import SerEvalsError, predictions, sharing, verify
from ser_evals.backbones import mfcc
from ser_evals.cli import main
from ser_evals.predictions import Predictions
from ser_evals.submissions import Verdict, prepare
from ser_evals.submissions._confusions import points
from ser_evals.submissions._row_file import read_row, to_parquet

__all__ = ["data", "output", "quick", "regrade"]
FROM_THE_HUB = """
import json, sys
from huggingface_hub import create_repo, create_tag, upload_folder
from ser_evals import SerEvalsError, verify

name, run = "ser-evals/results", sys.argv[2]
create_repo(name, repo_type="dataset")
upload_folder(repo_id=name, repo_type="dataset", folder_path=sys.argv[1])
create_tag(name, tag="first", repo_type="dataset")
found = []
for given, options in ((name, {}), (name, {"revision": "first"}), (f"{name}/{run}", {})):
    verdict = verify(given, **options)
    found.append([verdict.grade, [run.run for run in verdict.runs], verdict.commit])
errors = []
for given, options in (
    ("ser-evals/nothing", {}), (f"{name}/{run}x", {}), (name, {"revision": "never"})
):
    try:
        verify(given, **options)
    except SerEvalsError as error:
        errors.append(str(error))
from huggingface_hub import HfApi, close_session
commit = HfApi().dataset_info(name).sha
assert {told for *_, told in found} == {commit}, found
open(sys.argv[3], "w").close()
sys.stdin.read(1)
close_session()
for given, options in ((name, {}), (name, {"revision": commit}), (f"{name}/{run}", {})):
    try:
        verify(given, **options)
    except SerEvalsError as error:
        errors.append(str(error))
print(json.dumps([*found, errors]))
"""


@pytest.fixture
def out(output, tmp_path) -> Path:
    """Two runs that may be changed before they are submitted."""
    return Path(shutil.copytree(output, tmp_path / "out"))


@pytest.fixture
def sub(output, tmp_path) -> Path:
    """Two runs that may be changed after they were submitted."""
    return prepare(output, tmp_path / "sub").folder


def states(verdict: Verdict, test: str = "") -> dict[str, str]:
    (run,) = (run for run in verdict.runs if run.run.endswith(test))
    return {check.name: check.state for check in run.checks}


def reason(verdict: Verdict, name: str, test: str = "/synthetic") -> str:
    """Return why a check of a run failed."""
    (run,) = (run for run in verdict.runs if run.run.endswith(test))
    (check,) = (check for check in run.checks if check.name == name)
    assert check.state == "failed", run
    assert run.grade == verdict.grade == "refused" and not verdict.passed
    assert "\n" not in check.reason
    return check.reason


def rewrite(run: Path, change: Callable[[Predictions], Predictions]) -> None:
    """Change the answers of a run."""
    path = run / "predictions.parquet"
    predictions.write(change(predictions.read(path)), path)


def of_table(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Path], None]:
    return lambda run: rewrite(run, lambda p: replace(p, table=change(p.table)))


def of_record(change: Callable[[dict], None]) -> Callable[[Path], None]:
    def apply(run: Path) -> None:
        record = json.loads((run / "run.json").read_text())
        change(record)
        (run / "run.json").write_text(json.dumps(record))

    return apply


def test_honest_submissions_are_consistent(sub, output, data):
    for given in (sub, output):
        verdict = verify(given)
        assert verdict.grade == "consistent" and verdict.passed and len(verdict.runs) == 2
        found = states(verdict, "/synthetic")
        assert found == dict.fromkeys(found, "passed") | {"corpus": "unchecked"}
        assert states(verdict, "other")["priors"] == "unchecked"
        verdict = verify(given, data_dir=data)
        assert {c.state for run in verdict.runs for c in run.checks} == {"passed"}
    for folder in (run_of(sub, "synthetic"), run_of(output, "synthetic") / "run.json"):
        assert verify(folder).grade == "consistent"
    moved = shutil.copytree(run_of(sub, "synthetic"), sub.parent / "moved")
    assert verify(moved).grade == "consistent"


def test_honest_submissions_are_reproduced(sub, data):
    verdict = verify(sub, data_dir=data, rerun=6)
    assert verdict.grade == "reproduced" and verdict.passed and verdict.seed is not None
    told = [check.reason for run in verdict.runs for check in run.checks if check.name == "rerun"]
    assert all("6 of 72 answers: largest difference in probability 0, 0 other" in t for t in told)
    assert verify(sub, data_dir=data, rerun=6, seed=verdict.seed).runs == verdict.runs
    verdict = verify(sub, rerun=2)
    assert verdict.grade == "consistent" and not verdict.passed
    assert states(verdict, "other")["rerun"] == "unchecked"


def test_the_hubs_copy_will_do(sub, out, data, tmp_path):
    for name in BOTH:
        sharing.prepare(name, data_dir=data / name, output=tmp_path / "hub" / name)
    hub = str(tmp_path / "hub")
    verdict = verify(sub, hub=hub)
    assert states(verdict, "/synthetic")["corpus"] == states(verdict, "other")["corpus"] == "passed"
    of_table(relabelled)(run_of(out, "synthetic"))
    verdict = verify(prepare(out, tmp_path / "forged").folder, hub=hub)
    assert "'f01_fear_1' is stated as 'anger', and is 'fear'" in reason(verdict, "corpus")


def edit_scores(run: Path) -> None:
    path = run / "scores.csv"
    table = pd.read_csv(path)
    table.loc[table.metric == "macro_f1", "value"] += 1e-6
    table.to_csv(path, index=False)


def edit_interval(run: Path) -> None:
    text = (run / "scores.csv").read_text().splitlines()
    cells = text[1].split(",")
    cells[10] = "0.44"
    (run / "scores.csv").write_text("\n".join([text[0], ",".join(cells), *text[2:]]))


def edit_row(run: Path) -> None:
    row = read_row(run / "row.parquet")
    (run / "row.parquet").write_bytes(to_parquet(row | {"uar": row["uar"] + 0.01}))


def drop_score(run: Path) -> None:
    lines = (run / "scores.csv").read_text().splitlines()
    (run / "scores.csv").write_text("\n".join(lines[:-1]))


def bad_number(run: Path) -> None:
    path = run / "scores.csv"
    path.write_text(path.read_text().replace(",present,uar,0", ",present,uar,O", 1))


@pytest.mark.parametrize(
    ("forge", "expected"),
    [
        (edit_scores, "scores.csv: none/present/macro_f1: value: stated 0.[0-9]+, recomputed 0."),
        (edit_interval, "scores.csv: none/present/uar: ci_low: stated 0.44, recomputed 0.[0-9]+"),
        (edit_row, "row.parquet: uar: stated 0.[0-9]+, recomputed 0.[0-9]+"),
        (drop_score, "scores.csv: none/present/uar_seed_sd: missing"),
        (bad_number, "scores.csv: value is 'O.[0-9]+', expected a number"),
        (of_table(lambda t: relabelled(t)), "scores.csv: none/present/uar: value: stated 0."),
    ],
)  # fmt: skip
def test_edited_scores(forge, expected, sub):
    forge(run_of(sub, "synthetic"))
    verdict = verify(sub)
    assert re.search(expected, reason(verdict, "scores"))
    assert states(verdict, "other")["scores"] == "passed"


def flipped(table: pd.DataFrame) -> pd.Series:
    """Change the reference of one utterance, in all seeds."""
    return table["reference"].where(table["id"] != "f01_fear_1", "anger")


def relabelled(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(reference=flipped(table))


def another_fold(table: pd.DataFrame) -> pd.DataFrame:
    own = table.loc[table["id"] == "f01_fear_1", "fold"].iloc[0]
    other = next(fold for fold in table["fold"] if fold != own)
    return table.assign(fold=table["fold"].where(table["id"] != "f01_fear_1", other))


def swapped_folds(table: pd.DataFrame) -> pd.DataFrame:
    """Give two whole speakers each other's folds."""
    homes = table.drop_duplicates("speaker").set_index("speaker")["fold"]
    a, b = homes.index[0], next(s for s in homes.index if homes[s] != homes.iloc[0])
    given = homes.to_dict() | {a: homes[b], b: homes[a]}
    return table.assign(fold=table["speaker"].map(given))


def other_speaker(table: pd.DataFrame) -> pd.DataFrame:
    """Make the interval narrower: one speaker becomes two."""
    mine = table["id"].isin(["f01_fear_1", "f01_anger_1"])
    return table.assign(speaker=table["speaker"].where(~mine, "f77"))


def without_one(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["id"] != "f01_fear_1"]


def official(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(fold="official")


def unknown(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(id=table["id"].replace("f01_fear_1", "f01_fear_9"))


@pytest.mark.parametrize(
    ("change", "check", "expected"),
    [
        (relabelled, "corpus", "reference of 1 utterances: 'f01_fear_1' is stated as 'anger'"),
        (without_one, "corpus", "1 utterances are missing, such as 'f01_fear_1'"),
        (unknown, "corpus", "not in synthetic, such as 'f01_fear_9'; 1 utterances are missing"),
        (other_speaker, "corpus", "speaker of 2 utterances: 'f01_anger_1' is stated as 'f77', an"),
        (lambda t: t.iloc[1:], "files", "is not predicted by every seed"),
        (lambda t: pd.concat([t, t.iloc[[3]]]), "files", "is predicted twice with seed 0"),
        (lambda t: t[t["seed"] == 0], "seeds", r"seeds: stated \[0\], found \[0, 1\]"),
        (lambda t: t.assign(run="runs/a/b/c/d"), "seeds", "column run: stated 'runs/a/b/c/d'"),
        (another_fold, "folds", "group 'f01' is in 2 folds .seed 0.: a leak; speaker 'f01' is"),
        (swapped_folds, "folds", "utterances are in another fold: "),
        (official, "folds", r"said to be 'folds over groups', the folds are \['official'\]"),
    ],
)  # fmt: skip
def test_edited_answers_with_scores_to_match(change, check, expected, out, data, tmp_path):
    """A forger who computes all scores again is refused nevertheless."""
    run = run_of(out, "synthetic")
    table = predictions.read(run / "predictions.parquet")
    found = change(table.table)
    prepare(out, tmp_path / "sub")
    target = run_of(tmp_path / "sub", "synthetic")
    predictions.write(replace(table, table=found), target / "predictions.parquet")
    if check != "files":
        predictions.write(replace(table, table=found), run / "predictions.parquet")
        prepare(run, tmp_path / "sub")
    verdict = verify(tmp_path / "sub", data_dir=data)
    assert re.search(expected, reason(verdict, check))


@pytest.mark.parametrize(
    ("change", "check", "expected"),
    [
        (without_one, "corpus", "utterances: stated 36, found 35"),
        (other_speaker, "folds", "speaker 'f77'|another fold|a leak"),
        (another_fold, "folds", "a leak"),
        (swapped_folds, "folds", "in another fold"),
    ],
)
def test_what_is_seen_without_the_corpus(change, check, expected, out, tmp_path):
    of_table(change)(run_of(out, "synthetic"))
    verdict = verify(prepare(out, tmp_path / "sub").folder)
    if change is other_speaker:
        assert "speakers: stated 6, found 7" in reason(verdict, "corpus")
    else:
        assert re.search(expected, reason(verdict, check))


def other_prior(p: Predictions) -> Predictions:
    (fold, shares), *_ = p.source_priors.items()
    return replace(p, source_priors={**p.source_priors, fold: shares[::-1]})


def masking(p: Predictions) -> Predictions:
    return replace(p, masked=("other",))


def heated(p: Predictions) -> Predictions:
    return replace(p, temperatures={"0": 1e-9, "1": 1.0})


@pytest.mark.parametrize(
    ("change", "test", "with_data", "expected"),
    [
        (other_prior, "synthetic", False, "prior of fold '.': stated .*, trained on "),
        (other_prior, "synthetic_other", True, "prior of fold 'full': stated .*, trai"),
        (masking, "synthetic_other", False, r"masked classes: stated \('other',\), found \(\)"),
        (heated, "synthetic_other", False, "seeds with a temperature: .*; temperature of seed 0"),
        (lambda p: replace(p, source_priors={"full": [1.0]}), "synthetic", False, "no distribut"),
    ],
)  # fmt: skip
def test_edited_priors(change, test, with_data, expected, out, data, tmp_path):
    rewrite(run_of(out, test), change)
    verdict = verify(prepare(out, tmp_path / "sub").folder, data_dir=data if with_data else None)
    assert re.search(expected, reason(verdict, "priors", f"/{test}"))


def config(**changes: object) -> Callable[[dict], None]:
    return lambda record: record["config"].update(changes)


def facts(**changes: object) -> Callable[[dict], None]:
    return lambda record: record.update(changes)


def of_corpus(**changes: object) -> Callable[[dict], None]:
    return lambda record: record["corpora"]["synthetic"].update(changes)


def other_source(record: dict) -> None:
    known = record["corpora"]
    record |= {"train": "synthetic_other"}
    record["corpora"] = known | {"synthetic_other": known["synthetic"]}


def epochs(record: dict) -> None:
    record["config"]["head"]["epochs"] = 30


def test_a_split_that_there_is_not(out, tmp_path):
    run = run_of(out, "synthetic")
    of_table(official)(run)
    rewrite(run, lambda p: replace(p, source_priors={"official": p.source_priors["0"]}))
    of_record(of_corpus(division="official split"))(run)
    verdict = verify(prepare(out, tmp_path / "sub").folder)
    assert reason(verdict, "folds") == "synthetic has no official split"


def test_a_protocol_of_ones_own_is_none_of_ours(out, data, tmp_path, monkeypatch):
    of_record(epochs)(run_of(out, "synthetic"))
    told = reason(verify(prepare(out, tmp_path / "sub").folder), "record")
    assert "protocol ser_evals, head: stated {" in told and "address: stated" in told


@pytest.mark.parametrize(
    ("change", "check", "expected"),
    [
        (config(revision="librosa-9.9"), "record", "backbone.revision: stated 'librosa-0"),
        (config(seeds=3), "record", "address: stated '.*', found '"),
        (config(protocol="best"), "record", "config.protocol: stated 'best', found 'ser_evals'"),
        (config(sort="best"), "record", "config.sort: stated 'best', found None"),
        (other_source, "record", "setting: stated 'in_domain', .*; address: stated .*; folder: "),
        (facts(published="labels"), "record", "published: stated 'labels', found 'audio'"),
        (facts(status="running"), "record", "status: stated 'running', found 'done'"),
        (facts(warnings=[]), "contamination", "lacks the warning 'synthetic is synthetic spe"),
        (of_corpus(synthetic=False), "corpus", "synthetic: synthetic: stated False, found True"),
        (of_corpus(fingerprint="0"), "corpus", "the copy here is not what the run was made with"),
        (of_corpus(unreadable=["7"]), "corpus", r"unreadable: stated \['7'\], found \[\]"),
        (facts(backbone={}), "files", "run.json is not the record of a run .KeyError: 'name'"),
        (facts(corpora={}), "files", "run.json is not the record of a run"),
        (facts(config=7), "files", "run.json is not the record of a run .TypeError"),
    ],
)  # fmt: skip
def test_edited_records(change, check, expected, sub, data):
    of_record(change)(run_of(sub, "synthetic"))
    assert re.search(expected, reason(verify(sub, data_dir=data), check))


def test_files_that_are_missing_moved_or_damaged(sub):
    run = run_of(sub, "synthetic")
    whole = {path.name: path.read_bytes() for path in run.iterdir()}
    broken = {
        "predictions.parquet": ("predictions.parquet is missing", "not readable as Parquet"),
        "run.json": ("run.json is missing", "run.json is not the record of a run .JSONDecodeE"),
    }
    for name, (missing, damaged) in broken.items():
        (run / name).unlink()
        assert missing in reason(verify(sub), "files")
        (run / name).write_bytes(whole[name][:-100])
        assert re.search(damaged, reason(verify(sub), "files"))
        (run / name).write_bytes(whole[name])
    for name, check in (("scores.csv", "scores"), ("row.parquet", "record")):
        (run / name).unlink()
        assert f"{name} is missing" in reason(verify(sub), check)
        (run / name).write_bytes(whole[name])
    (run / "row.parquet").write_bytes(whole["row.parquet"][:-9])
    assert "row.parquet cannot be read" in reason(verify(sub), "scores")
    (run / "row.parquet").write_bytes(whole["row.parquet"])
    (run / "confusions.json").write_text("{}")
    assert "confusions.json must not be there" in reason(verify(sub), "record")
    (run / "confusions.json").unlink()
    assert verify(sub).grade == "consistent"
    run.rename(run.with_name("emodb"))
    assert "folder: stated" in reason(verify(sub), "record", "emodb")


def test_columns_that_may_not_be_published(sub):
    path = run_of(sub, "synthetic") / "predictions.parquet"
    table = pq.read_table(path)
    pq.write_table(table.append_column("heard", table["id"]), path)
    assert reason(verify(sub), "record") == "column 'heard' of synthetic may not be published"


def test_numbers_that_are_none(sub):
    def spoil(table: pd.DataFrame) -> pd.DataFrame:
        scores = [row.copy() for row in table["scores"]]
        scores[7][2] = np.nan
        return table.assign(scores=scores)

    of_table(spoil)(run_of(sub, "synthetic"))
    told = "predictions.parquet: row 7 has NaN or infinite scores (class disgust)"
    assert reason(verify(sub), "files") == told


def better(p: Predictions) -> Predictions:
    wanted = p.table["reference"].map({n: i for i, n in enumerate(p.classes)})
    scores = p.scores()
    scores[np.arange(len(scores)), wanted] += 1
    return replace(p, table=p.table.assign(scores=list(scores)))


def test_changed_answers_with_scores_to_match_fail_when_inferred_again(out, data, tmp_path):
    before = pd.read_csv(out / "scores.csv").value.iloc[0]
    rewrite(run_of(out, "synthetic"), better)
    sub = prepare(out, tmp_path / "sub").folder
    assert pd.read_csv(run_of(sub, "synthetic") / "scores.csv").value.iloc[0] > before + 0.1
    verdict = verify(sub, data_dir=data)
    assert verdict.grade == "consistent" and states(verdict, "/synthetic")["corpus"] == "passed"
    told = reason(verify(sub, data_dir=data, rerun=5), "rerun")
    assert re.search(r"5 of 72 answers: largest difference in probability 0\.[0-9]+, .* more", told)


def test_confusions(output, data, tmp_path, regrade):
    regrade("synthetic_other", "nothing")
    sub = prepare(output, tmp_path / "sub").folder
    run, test = run_of(sub, "synthetic_other"), "/synthetic_other"
    verdict = verify(sub, data_dir=data, rerun=3)
    found = states(verdict, test)
    assert found == dict.fromkeys(found, "passed") | {"folds": "unchecked", "priors": "unchecked"}
    assert verdict.grade == "reproduced" and verify(sub).grade == "consistent"
    (told,) = (r.checks[-1].reason for r in verdict.runs if r.run.endswith(test))
    assert re.match("all 72 answers: 0 other decisions; [0-9]+ are so close that another pr", told)
    record = json.loads((run / "run.json").read_text())
    confusions = json.loads((run / "confusions.json").read_text())
    known = pd.read_csv(output / "scores.csv").query("test == 'synthetic_other'")
    values = [row["value"] for row in points(confusions, record)]
    np.testing.assert_allclose(values, known["value"], rtol=0, atol=1e-12)
    counts = confusions["confusions"][0]["counts"]["0"]
    row = next(i for i, line in enumerate(counts) if sum(line))
    counts[row][row], counts[row][row - 1] = counts[row][row] + 1, counts[row][row - 1] - 1
    text = (run / "scores.csv").read_text()
    (run / "scores.csv").write_text(text.replace("synthetic is synthetic speech", "all is well"))
    assert reason(verify(sub), "scores", test) == "scores.csv lacks warnings of run.json"
    (run / "scores.csv").write_text(text)
    (run / "confusions.json").write_text(json.dumps(confusions))
    told = reason(verify(sub), "scores", test)
    assert re.search("has no 8 x 8 counts|stated .*, recomputed", told)
    shutil.copy(run_of(output, "synthetic_other") / "predictions.parquet", run)
    told = reason(verify(sub), "record", test)
    assert "predictions.parquet must not be there: synthetic_other may be published as 'no" in told


def test_changed_confusions_with_scores_to_match_fail_when_counted_again(
    out, data, tmp_path, regrade
):
    regrade("synthetic", "nothing")
    rewrite(run_of(out, "synthetic"), better)
    sub = prepare(out, tmp_path / "sub").folder
    assert verify(sub, data_dir=data).grade == "consistent"
    told = reason(verify(sub, data_dir=data, rerun=1), "rerun")
    assert re.search(
        r"present, seed 0: '.*' taken for '.*': stated [0-9]+, inferred [0-9]+, ", told
    )


def made(data: Path, folder: Path, train: str, test: str, **options) -> Path:
    options = {"seeds": 1, "device": "cpu"} | options
    ser_evals.run(train, test, data_dir=data, output=folder / "out", **options)
    return prepare(folder / "out", folder / "sub").folder


def test_other_kinds_of_runs(data, tmp_path):
    copy = Path(shutil.copytree(data, tmp_path / "data"))
    (copy / "synthetic" / "f01_fear_1.wav").write_bytes(b"RIFF")
    joint = {"train": "synthetic+synthetic_other", "test": "synthetic_other"}
    kinds = {
        "limit": {"train": "synthetic", "test": "synthetic", "limit": 24},
        "skip": {"train": "synthetic", "test": "synthetic", "skip_unreadable": True},
        "joint": joint,
        "estimated": {"train": "synthetic", "test": "synthetic_other", "prior": "estimated"},
        "native": {"train": "synthetic", "test": "synthetic", "taxonomy": "native", "folds": 0},
    }
    for kind, options in kinds.items():
        there = copy if kind == "skip" else data
        verdict = verify(made(there, tmp_path / kind, **options), data_dir=there)
        found = states(verdict)
        assert set(found.values()) == {"passed"}, (kind, verdict)
    told = reason(verify(tmp_path / "skip" / "sub", data_dir=data), "corpus")
    assert "the copy here is not what the run was made with: 35 utterances there, 36 here" in told
    assert verify(tmp_path / "limit" / "sub").grade == "consistent"


def test_speaker_dependent_runs_are_flagged(data, tmp_path):
    sub = made(data, tmp_path, "synthetic", "synthetic", protocol="ser_evals_2024")
    verdict = verify(sub, data_dir=data)
    assert verdict.grade == "consistent" and states(verdict)["folds"] == "flagged"
    of_record(lambda r: r.update(warnings=r["warnings"][:2]))(run_of(sub, "synthetic"))
    assert reason(verify(sub), "folds") == "not declared as speaker-dependent"


def test_contamination_is_flagged(data, tmp_path, monkeypatch):
    seen = replace(mfcc.backbone, pretraining=("synthetic-speech", "synthetic_other"))
    monkeypatch.setattr(mfcc, "backbone", seen)
    sub = made(data, tmp_path, "synthetic", "synthetic_other")
    verdict = verify(sub)
    (told,) = (c.reason for c in verdict.runs[0].checks if c.name == "contamination")
    assert verdict.grade == "consistent" and states(verdict)["contamination"] == "flagged"
    assert "mfcc was pretrained on synthetic_other" in told
    assert "on synthetic-speech, of the same family as synthetic_other" in told
    of_record(lambda r: r["warnings"].pop())(run_of(sub, "synthetic_other"))
    told = reason(verify(sub), "contamination", "other")
    assert told.endswith("the warning 'contamination: mfcc was pretrained on synthetic_other'")
    of_record(lambda r: r["backbone"].update(pretraining=[]))(run_of(sub, "synthetic_other"))
    assert "backbone.pretraining: stated []" in reason(verify(sub), "record", "other")


def test_from_a_hub(sub, tmp_path):
    run = run_of(sub, "synthetic").relative_to(sub).as_posix()
    command = [sys.executable, "-c", QUICK + FROM_THE_HUB, str(sub), run, str(tmp_path / "done")]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with serve() as hub:
        environment = hub.environment(tmp_path / "home")
        process = subprocess.Popen(command, env=environment, text=True, **pipes)
        while process.poll() is None and not (tmp_path / "done").exists():
            time.sleep(0.1)
    # Nobody is there any more, and all of it in the cache.
    out, err = process.communicate("x")
    assert process.returncode == 0, err
    whole, tagged, one, errors = json.loads(out.splitlines()[-1])
    runs = [str_address(path.parent) for path in sorted(sub.rglob("run.json"))]
    assert whole[:2] == tagged[:2] == ["consistent", runs] and one[:2] == ["consistent", [run]]
    assert [error.partition(":")[0] for error in errors] == [
        "no folder ser-evals/nothing, and the Hub does not give it",
        f"ser-evals/results holds no {run}x",
        "no folder ser-evals/results, and the Hub does not give it",
        "no folder ser-evals/results, and the Hub does not give it",
        "no folder ser-evals/results, and the Hub does not give it",
        f"no folder ser-evals/results/{run}, and the Hub does not give it",
    ]
    assert "no such dataset, or the token may not see it" in errors[0]
    assert not any("\n" in error for error in errors)


def test_command_line(sub, data, tmp_path, capsys):
    words = ["verify", str(sub), "--data-dir", str(data), "--rerun", "2", "--seed", "5"]
    assert main([*words, "--output", str(tmp_path / "v.json")]) == 0
    said = capsys.readouterr().out
    assert "reproduced" in said and "--seed 5 infers the same again" in said
    verdict = json.loads((tmp_path / "v.json").read_text())
    assert verdict["grade"] == "reproduced" and len(verdict["runs"]) == 2
    edit_row(run_of(sub, "synthetic"))
    assert main(words[:4]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "refused" in said and "row.parquet: uar: stated" in said
    assert main(["verify", str(tmp_path / "nowhere")]) == 2
    assert "no folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["verify", "./nowhere"]) == 2
    assert "no folder ./nowhere: give" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "v.json")]) == 2
    assert "v.json is a file: give" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "empty")]) == 2
    assert "no run in" in capsys.readouterr().err


def test_options_that_are_wrong(sub, tmp_path):
    with pytest.raises(SerEvalsError, match="rerun: expected a whole number from 0, got -1"):
        verify(sub, rerun=-1)
    with pytest.raises(SerEvalsError, match="no folder .*nowhere: --data-dir holds one folder per"):
        verify(sub, data_dir=tmp_path / "nowhere")
