"""Runs in the layout of the results dataset: complete, loadable, and nothing that is forbidden."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import load_dataset
from test_runs import quick

import ser_evals
from ser_evals import SerEvalsError
from ser_evals.corpora import Corpus, get_corpus
from ser_evals.runs import _own
from ser_evals.scoring import COLUMNS
from ser_evals.submissions import prepare, verify
from ser_evals.submissions._clean import cleaned, command
from ser_evals.submissions._row import TYPES
from ser_evals.synthesis import generate

__all__ = ["quick"]
BOTH = ["synthetic", "synthetic_other"]
SECRET = "what was said stays here"
OWN = """
from dataclasses import replace
from ser_evals.corpora import get_corpus

corpus = replace(get_corpus("synthetic"), name="mine", redistributable={grade!r})
"""


@pytest.fixture(scope="module")
def data(quick, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for name in BOTH:
        generate(folder, name=name, speakers=6, takes=1)
    return folder


@pytest.fixture(scope="module")
def output(data, tmp_path_factory) -> Path:
    """Two runs of two seeds each: in-domain and zero-shot."""
    folder = tmp_path_factory.mktemp("results")
    ser_evals.run(["synthetic"], BOTH, data_dir=data, output=folder, seeds=2, device="cpu")
    return folder


@pytest.fixture
def regrade(monkeypatch) -> Callable[[str, str], None]:
    """Return a function that changes what a corpus's record allows."""

    def change(name: str, grade: str) -> None:
        def get(asked) -> Corpus:
            record = get_corpus(asked)
            return replace(record, redistributable=grade) if record.name == name else record

        monkeypatch.setattr(_own, "get_corpus", get)

    return change


def run_of(folder: Path, test: str) -> Path:
    (path,) = (folder / "runs").glob(f"*/*/*/{test}")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def readable(folder: Path) -> str:
    """Return everything that a folder says: bytes, and the values that Parquet compresses."""
    texts = [content.decode("latin-1") for content in contents(folder).values()]
    for path in folder.rglob("*.parquet"):
        table = pq.read_table(path)
        texts += [str(table.schema.metadata), json.dumps(table.to_pylist(), default=str)]
    return "\n".join([*texts, *contents(folder)])


def test_layout(output, tmp_path):
    found = prepare(output, tmp_path / "sub")
    runs = sorted(path.parent for path in output.rglob("run.json"))
    assert sorted(found.published) == [path.relative_to(output).as_posix() for path in runs]
    assert set(found.published.values()) == {"audio"} and str(found).endswith("sub: 2 runs")
    names = ("row.parquet", "run.json", "scores.csv", "predictions.parquet")
    assert sorted(contents(found.folder)) == sorted(found.files)
    assert sorted(found.files) == sorted(
        ["README.md", *(f"{run}/{name}" for run in found.published for name in names)]
    )
    everything = pd.read_csv(output / "scores.csv")
    for run in runs:
        mine = found.folder / run.relative_to(output)
        same = "predictions.parquet"
        assert (mine / same).read_bytes() == (run / same).read_bytes()
        scores = pd.read_csv(mine / "scores.csv")
        assert list(scores.columns) == list(COLUMNS)
        known = everything[everything.test == run.name].reset_index(drop=True)
        pd.testing.assert_frame_equal(scores, known)
    again = prepare(output, tmp_path / "again")
    assert contents(again.folder) == contents(found.folder)
    assert contents(prepare(output, found.folder).folder) == contents(again.folder)


def test_runs_are_added_one_by_one_under_one_card(output, tmp_path):
    first = prepare(run_of(output, "synthetic"), tmp_path / "sub")
    card = (first.folder / "README.md").read_bytes()
    assert list(first.published) == [run_of(output, "synthetic").relative_to(output).as_posix()]
    prepare(run_of(output, "synthetic_other") / "run.json", first.folder)
    prepare(output, tmp_path / "whole")
    assert contents(first.folder) == contents(tmp_path / "whole")
    assert (first.folder / "README.md").read_bytes() == card


def test_loads_with_the_same_types_however_many_runs(output, tmp_path):
    one = prepare(run_of(output, "synthetic"), tmp_path / "one").folder
    both = prepare(output, tmp_path / "both").folder
    rows, more = (load_dataset(str(folder), split="train") for folder in (one, both))
    assert (len(rows), len(more)) == (1, 2)
    assert rows.features == more.features and list(rows.features) == list(TYPES)
    assert rows[0] in more.to_list() and more.features["uar_ci_low"].dtype == "float64"
    scores = pd.read_csv(output / "scores.csv")
    lead = scores[(scores.metric == "uar") & scores.classes.isin(["present", "shared"])]
    assert dict(zip(more["test"], more["uar"], strict=True)) == dict(
        zip(lead.test, lead.value, strict=True)
    )
    few, many = (load_dataset(str(f), "predictions", split="train") for f in (one, both))
    assert few.features == many.features and (len(few), len(many)) == (72, 144)
    known = pd.read_parquet(run_of(output, "synthetic") / "predictions.parquet")
    assert few["id"][:] == known["id"].tolist() and few[5]["scores"] == known["scores"][5].tolist()


def test_nothing_of_the_makers_machine_is_told(output, data, tmp_path):
    said = readable(prepare(output, tmp_path / "sub").folder)
    for place in (output, data, tmp_path, Path.home(), Path.cwd()):
        assert str(place) not in said
    assert "--data-dir DATA_DIR --output OUTPUT" in said and '"dirty"' in said
    assert command("ser-evals run --train a+/x/own.py --data-dir=/x") == (
        "ser-evals run --train a+own.py --data-dir=DATA_DIR"
    )
    record = json.loads((run_of(output, "synthetic") / "run.json").read_text())
    record["backbone"]["checkpoint"] = "/nets/mine"
    record["warnings"].append("odd: /nets/mine/config.json and /data/x/y are there")
    record["command"] = "ser-evals run --backbone /nets/mine --data-dir /data/x"
    clean = cleaned(record, {}, "audio")
    assert clean["backbone"]["checkpoint"] == "mine"
    assert clean["warnings"][-1] == "odd: .../config.json and .../y are there"


def test_grade_nothing_gives_confusions_only(output, data, tmp_path, regrade):
    regrade("synthetic", "nothing")
    source = run_of(Path(shutil.copytree(output, tmp_path / "out")), "synthetic")
    record = json.loads((source / "run.json").read_text())
    division = "the official split is not used, but folds over groups: 2 speakers or groups, such "
    division += "as f01, are in its training and in its test part"
    record["corpora"]["synthetic"] |= {"unreadable": ["f02_fear_9.wav is empty"]}
    record["corpora"]["synthetic"] |= {"division": division}
    record["warnings"].append(f"synthetic: {division}")
    (source / "run.json").write_text(json.dumps(record))
    folder = tmp_path / "sub"
    assert prepare(source, folder).published == {record["run"]: "nothing"}
    assert sorted(p.name for p in (folder / record["run"]).iterdir()) == [
        "confusions.json", "row.parquet", "run.json", "scores.csv",
    ]  # fmt: skip
    said, table = readable(folder), pd.read_parquet(source / "predictions.parquet")
    assert "official split is not used" in said
    for name in {*table["id"], *table["speaker"], *table["group"]}:
        assert not re.search(rf"\b{name}\b", said), name
    confusions = json.loads((folder / record["run"] / "confusions.json").read_text())
    (part,) = confusions["confusions"]
    assert list(part["counts"]) == ["0", "1"]
    assert sum(map(sum, part["counts"]["1"])) == table["id"].nunique()
    assert load_dataset(str(folder), split="train")["published"][:] == ["nothing"]


def test_a_training_corpus_of_grade_nothing_is_named_only(output, tmp_path, regrade):
    regrade("synthetic", "nothing")
    found = prepare(output, tmp_path / "sub")
    assert sorted(found.published.values()) == ["audio", "nothing"]
    assert str(found).endswith("2 runs, 1 of them as confusions only")
    assert verify(found.folder).grade == "consistent"
    other = run_of(found.folder, "synthetic_other")
    assert set(pd.read_parquet(other / "predictions.parquet").corpus) == {"synthetic_other"}


def test_a_grade_that_falls_takes_predictions_back(output, tmp_path, regrade):
    folder = prepare(output, tmp_path / "sub").folder
    regrade("synthetic", "nothing")
    prepare(output, folder)
    assert not (run_of(folder, "synthetic") / "predictions.parquet").exists()
    assert (run_of(folder, "synthetic_other") / "predictions.parquet").exists()


def test_columns_that_may_not_be_published_never_go_out(output, tmp_path, regrade):
    regrade("synthetic", "labels")
    source = run_of(Path(shutil.copytree(output, tmp_path / "out")), "synthetic")
    path = source / "predictions.parquet"
    whole = path.read_bytes()
    assert prepare(source, tmp_path / "plain").published[str_address(source)] == "labels"
    assert (run_of(tmp_path / "plain", "synthetic") / path.name).read_bytes() == whole
    table = pq.read_table(path)
    more = table.append_column("text", pa.array([SECRET] * len(table)))
    more = more.append_column("notes", pa.array([SECRET] * len(table)))
    pq.write_table(more.replace_schema_metadata({**table.schema.metadata, b"me": b"/home"}), path)
    prepare(source, tmp_path / "sub")
    assert SECRET not in readable(tmp_path / "sub")
    published = pq.read_table(run_of(tmp_path / "sub", "synthetic") / path.name)
    assert published.equals(table) and published.schema.metadata == table.schema.metadata
    assert verify(tmp_path / "sub").grade == "consistent"


def str_address(run: Path) -> str:
    return "/".join(run.parts[-5:])


@pytest.mark.parametrize(("grade", "file"), [("labels", "predictions"), ("nothing", "confusions")])
def test_a_record_of_ones_own_decides(grade, file, data, tmp_path):
    shutil.copytree(data / "synthetic", tmp_path / "data" / "mine")
    own = tmp_path / "own.py"
    own.write_text(OWN.format(grade=grade))
    output = tmp_path / "out"
    ser_evals.run(
        str(own), str(own), data_dir=tmp_path / "data", output=output, seeds=1, device="cpu"
    )
    found = prepare(output, tmp_path / "sub")
    assert list(found.published.values()) == [grade]
    assert any(name.startswith(file) for name in map(lambda f: Path(f).name, found.files))
    assert f"--train {'mine' if grade == 'nothing' else 'own.py'}" in readable(found.folder)
    assert verify(found.folder).grade == "consistent"
    verdict = verify(found.folder, data_dir=tmp_path / "data", corpora=[own])
    assert {c.name: c.state for c in verdict.runs[0].checks}["corpus"] == "passed"
    own.rename(tmp_path / "moved.py")
    with pytest.raises(SerEvalsError, match="nobody knows what its lic.*--corpora mine.py, co"):
        prepare(output, tmp_path / "other")
    assert not (tmp_path / "other").exists()
    assert prepare(output, tmp_path / "other", corpora=[tmp_path / "moved.py"]).files


def test_mistakes(output, tmp_path):
    with pytest.raises(SerEvalsError, match="no finished run in .*nowhere: give the --output"):
        prepare(tmp_path / "nowhere", tmp_path / "sub")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "thesis.tex").touch()
    with pytest.raises(SerEvalsError, match="holds 'thesis.tex': give an empty folder"):
        prepare(output, tmp_path / "taken")
    with pytest.raises(SerEvalsError, match="holds 'report.html'"):
        prepare(output, output)
    with pytest.raises(SerEvalsError, match="thesis.tex is a file: give a folder"):
        prepare(output, tmp_path / "taken" / "thesis.tex")
    run = Path(shutil.copytree(run_of(output, "synthetic"), tmp_path / "run"))
    (run / "predictions.parquet").write_bytes(b"PAR1")
    with pytest.raises(SerEvalsError, match=r"predictions.parquet is not readable as Parquet"):
        prepare(run, tmp_path / "sub")
    record = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(record | {"status": "running"}))
    with pytest.raises(SerEvalsError, match="the run is not finished: run it again"):
        prepare(run, tmp_path / "sub")
    assert not (tmp_path / "sub").exists()
