"""The whole path on tiny synthetic corpora: what is written, resumed, repeated."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ser_evals
from ser_evals import SerEvalsError, predictions
from ser_evals.protocols import ser_evals as default
from ser_evals.runs import training_sets
from ser_evals.scoring import COLUMNS
from ser_evals.synthesis import generate

BOTH = ["synthetic", "synthetic_other"]
QUICK = """
import dataclasses
from ser_evals.protocols import ser_evals as default
head = dataclasses.replace(default.protocol.head, epochs=2, min_steps=60)
default.protocol = dataclasses.replace(default.protocol, head=head)
"""


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Train the default protocol's heads for a few steps only, here and in subprocesses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(default, "protocol", default.protocol)
        exec(QUICK)
        yield


@pytest.fixture(scope="module")
def data(quick, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for name in BOTH:
        generate(folder, name=name, speakers=6, takes=1)
    return folder


@pytest.fixture(scope="module")
def output(data, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    ser_evals.run(BOTH, BOTH, data_dir=data, output=folder, seeds=2)
    return folder


def test_scores_have_the_promised_columns_and_every_pair(output):
    scores = pd.read_csv(output / "scores.csv")
    assert list(scores.columns) == list(COLUMNS)
    pairs = {(row.train, row.test, row.setting) for row in scores.itertuples()}
    assert pairs == {
        ("synthetic", "synthetic", "in_domain"),
        ("synthetic", "synthetic_other", "out_of_domain"),
        ("synthetic_other", "synthetic", "out_of_domain"),
        ("synthetic_other", "synthetic_other", "in_domain"),
    }
    assert set(scores[scores.setting == "out_of_domain"].classes) == {"shared", "all"}
    assert set(scores[scores.setting == "in_domain"].prior) == {"none"}
    assert set(scores[scores.setting == "out_of_domain"].prior) == {"source"}
    assert scores.warnings.str.contains("synthetic").all()
    uar = scores[scores.metric == "uar"]
    assert ((uar.ci_low <= uar.value) & (uar.value <= uar.ci_high)).all()
    assert (uar[uar.setting == "in_domain"].value > 1 / 6).all()


def test_record_says_what_was_done(output):
    for path in (output / "runs").rglob("run.json"):
        record = json.loads(path.read_text())
        assert record["status"] == "done"
        assert record["config"]["head"]["lr"] > 0
        assert record["versions"]["torch"]
        assert {"commit", "dirty"} <= set(record["git"] or {"commit": "", "dirty": False})
        assert all(len(c["fingerprint"]) == 32 for c in record["corpora"].values())
        assert record["wall_s"] > 0 and record["peak_memory_mb"] > 0 and record["device"]
        assert (path.parent / "predictions.parquet").is_file()


def test_every_utterance_is_predicted_once_per_seed_by_a_head_without_its_speaker(output):
    table = _predictions(output, "synthetic", "synthetic").table
    assert (table.groupby(["id", "seed"]).size() == 1).all()
    assert (table.groupby("group").fold.nunique() == 1).all()
    assert table.seed.nunique() == 2 and len(table) == 2 * table.id.nunique()


def test_predictions_are_unadjusted_and_carry_the_source_prior(output):
    found = _predictions(output, "synthetic", "synthetic_other")
    prior = np.array(found.source_priors["full"])
    assert prior.sum() == pytest.approx(1) and (prior == 0).sum() == 2
    assert np.isfinite(found.scores()).all()
    rows = ser_evals.score(_path(output, "synthetic", "synthetic_other"), prior="source")
    scores = pd.read_csv(output / "scores.csv")
    same = scores[(scores.train == "synthetic") & (scores.test == "synthetic_other")]
    merged = same.merge(
        rows[rows["by"] == "all"], on=["classes", "metric"], suffixes=("", "_again")
    )
    assert len(merged) == len(same) and (merged.value == merged.value_again).all()


def test_same_command_again_trains_nothing_and_gives_the_same_bytes(data, output, monkeypatch):
    before = (output / "scores.csv").read_bytes()
    monkeypatch.setattr("ser_evals.runs.execute", None)
    ser_evals.run(BOTH, BOTH, data_dir=data, output=output, seeds=2)
    assert (output / "scores.csv").read_bytes() == before


def test_another_folder_gives_the_same_bytes(data, output, tmp_path):
    ser_evals.run(list(reversed(BOTH)), BOTH, data_dir=data, output=tmp_path, seeds=2)
    assert (tmp_path / "scores.csv").read_bytes() == (output / "scores.csv").read_bytes()


def test_prior_is_a_matter_of_scoring(data, output, tmp_path, monkeypatch):
    shutil.copytree(output, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr("ser_evals.runs.execute", None)
    scores = ser_evals.run(BOTH, BOTH, data_dir=data, output=tmp_path, seeds=2, prior="oracle")
    assert set(scores.prior) == {"oracle"}
    assert scores.warnings.str.contains("oracle").all()


def test_estimated_prior_is_calibrated_on_held_out_speakers(data, tmp_path):
    scores = ser_evals.run(
        ["synthetic"], ["synthetic_other"], data_dir=data, output=tmp_path, seeds=1,
        prior="estimated",
    )  # fmt: skip
    assert scores.warnings.str.contains("transductive").all()
    assert not scores.warnings.str.contains("without calibration").any()
    assert set(_predictions(tmp_path, "synthetic", "synthetic_other").temperatures) == {"0"}


def test_multi_source_and_leave_one_out(data, tmp_path):
    joint = "synthetic+synthetic_other"
    scores = ser_evals.run(
        [joint], BOTH, data_dir=data, output=tmp_path, seeds=1, leave_one_out=True
    )
    assert set(zip(scores.train, scores.test, scores.setting, strict=True)) == {
        ("synthetic_other", "synthetic", "out_of_domain"),
        ("synthetic", "synthetic_other", "out_of_domain"),
    }
    scores = ser_evals.run([joint], ["synthetic"], data_dir=data, output=tmp_path, seeds=1)
    inside = scores[scores.train == joint]
    assert set(inside.setting) == {"in_domain"}
    with pytest.raises(SerEvalsError, match="leaves nothing"):
        training_sets(["emodb"], ["emodb"], leave_one_out=True)


def test_published_protocol(data, tmp_path, monkeypatch):
    scores = ser_evals.run(
        ["synthetic"], BOTH, data_dir=data, output=tmp_path, protocol="ser_evals_2024"
    )
    assert scores.warnings.str.contains("speakers leak|oracle").all()
    assert set(scores[scores.test == "synthetic_other"].classes) == {"all"}
    table = _predictions(tmp_path, "synthetic", "synthetic").table
    assert len(table) == round(0.2 * 36) and set(table.seed) == {0}


def test_changed_audio_is_run_again(data, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    options = {"data_dir": copy, "output": tmp_path / "out", "seeds": 1}
    ser_evals.run(["synthetic"], ["synthetic"], **options)
    first = (tmp_path / "out" / "scores.csv").read_bytes()
    wavs = sorted((copy / "synthetic").rglob("*.wav"))
    shutil.copy(wavs[0], wavs[7])
    ser_evals.run(["synthetic"], ["synthetic"], **options)
    assert (tmp_path / "out" / "scores.csv").read_bytes() != first


@pytest.mark.parametrize("stage", ["encode", "train"])
def test_killed_and_started_again_gives_the_same_bytes(stage, data, output, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(
        QUICK + "import sys, ser_evals, ser_evals.features, ser_evals.training._stack as stack\n"
        "ser_evals.features.FLUSH_SECONDS = stack.CHECKPOINT_SECONDS = 0\n"
        f"ser_evals.run({BOTH}, {BOTH}, data_dir={str(data)!r}, output=sys.argv[1], seeds=2)\n"
    )
    cache, out = tmp_path / "cache", tmp_path / "out"
    wanted = {"encode": (cache, "*/*/*.safetensors"), "train": (out, ".work/*/*.safetensors")}
    environment = _environment(cache)
    process = subprocess.Popen([sys.executable, str(script), str(out)], env=environment)
    folder, pattern = wanted[stage]
    deadline = time.monotonic() + 120
    while not list(folder.rglob(pattern)):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / "scores.csv").exists()
    subprocess.run([sys.executable, str(script), str(out)], env=environment, check=True)
    assert (out / "scores.csv").read_bytes() == (output / "scores.csv").read_bytes()
    assert not (out / ".work").exists()


def _environment(cache: Path) -> dict[str, str]:
    import os

    return {**os.environ, "SER_EVALS_CACHE": str(cache)}


def _path(output: Path, train: str, test: str) -> Path:
    (path,) = (output / "runs").glob(f"*/*/{train}/{test}/predictions.parquet")
    return path


def _predictions(output: Path, train: str, test: str) -> predictions.Predictions:
    return predictions.read(_path(output, train, test))


def test_two_processes_give_the_same_bytes(data, output, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(
        QUICK + "import sys, ser_evals\n"
        f"ser_evals.run({BOTH}, {BOTH}, data_dir={str(data)!r}, output=sys.argv[1], seeds=2,"
        " device='cpu')\n"
    )
    out = tmp_path / "out"
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", "2"]
    environment = _environment(tmp_path / "cache") | {
        "OMP_NUM_THREADS": "1",
        "ACCELERATE_USE_CPU": "true",
    }
    subprocess.run([*launch, str(script), str(out)], env=environment, check=True)
    assert (out / "scores.csv").read_bytes() == (output / "scores.csv").read_bytes()
    found = [json.loads(path.read_text())["processes"] for path in out.rglob("run.json")]
    assert found == [2] * 4
    assert not (out / ".work").exists()


def test_runs_that_differ_in_their_data_have_lines_of_their_own(data, tmp_path):
    options = {"data_dir": data, "output": tmp_path, "seeds": 1}
    ser_evals.run("synthetic", "synthetic", limit=30, **options)
    scores = ser_evals.run("synthetic", "synthetic", limit=24, **options)
    found = scores[scores.metric == "uar"].set_index("protocol").utterances
    assert found.to_dict() == {"ser_evals [limit=24]": 24, "ser_evals [limit=30]": 30}
    scores = ser_evals.run("synthetic", "synthetic", limit=24, **(options | {"seeds": 2}))
    assert sorted(scores[scores.metric == "uar"].seeds) == [1, 2]


def test_a_damaged_table_is_made_again(data, tmp_path):
    options = {"data_dir": data, "output": tmp_path, "seeds": 1}
    first = ser_evals.run("synthetic", "synthetic", **options)
    path = _path(tmp_path, "synthetic", "synthetic")
    path.write_bytes(b"garbage")
    with pytest.raises(SerEvalsError, match="remove .* and run again"):
        ser_evals.report(tmp_path)
    pd.testing.assert_frame_equal(ser_evals.run("synthetic", "synthetic", **options), first)


def test_logits_do_not_depend_on_what_else_is_asked_for(data, output, tmp_path):
    ser_evals.run("synthetic", "synthetic_other", data_dir=data, output=tmp_path, seeds=2)
    alone = _predictions(tmp_path, "synthetic", "synthetic_other").scores()
    assert (alone == _predictions(output, "synthetic", "synthetic_other").scores()).all()
