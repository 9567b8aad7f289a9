"""Which run is exported when a run's folder, its record or an OUTPUT is given."""

import json
from pathlib import Path

import pytest

from ser_evals.errors import SerEvalsError
from ser_evals.exporting._find import run_folder

CONFIG = ("backbone", "revision", "protocol", "layer", "context", "taxonomy")


def finished(output: Path, train: str, test: str) -> Path:
    folder = output / "runs" / "mfcc.1" / "ser_evals.1" / train / test
    folder.mkdir(parents=True)
    record = {"status": "done", "train": train, "test": test, "started": "2026"}
    (folder / "run.json").write_text(json.dumps(record | {"config": dict.fromkeys(CONFIG, "x")}))
    return folder


def test_a_folder_a_record_and_an_output_with_one_training_set(tmp_path):
    first, second = finished(tmp_path, "a", "a"), finished(tmp_path, "a", "b")
    assert run_folder(first) == run_folder(tmp_path) == first
    assert run_folder(second / "run.json") == second


def test_several_training_sets_are_named(tmp_path):
    first, second = finished(tmp_path, "a", "a"), finished(tmp_path, "b", "a")
    with pytest.raises(SerEvalsError, match="holds 2 training sets") as error:
        run_folder(tmp_path)
    assert str(first) in str(error.value) and str(second) in str(error.value)


def test_an_output_without_a_finished_run(tmp_path):
    (tmp_path / "runs").mkdir()
    with pytest.raises(SerEvalsError, match="holds 0 training sets .* run first"):
        run_folder(tmp_path)
