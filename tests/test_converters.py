"""Files of other toolkits, as those write them."""

from pathlib import Path

import numpy as np
import pytest

import ser_evals
from ser_evals import SerEvalsError
from ser_evals.cli import main
from ser_evals.predictions import convert, read


def uar(path: Path, **options) -> float:
    scores = ser_evals.score(path, **options)
    return scores[(scores["metric"] == "uar") & (scores["by"] == "all")]["value"].item()


@pytest.mark.parametrize("name", convert.list_formats())
def test_every_format_reads_predictions_and_references(name: str) -> None:
    module = convert.get_format(name)
    assert callable(module.predictions) and callable(module.references)
    assert "github.com/" in module.__doc__


def test_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match="unknown format 'superbe': did you mean 'superb'"):
        read(tmp_path / "x", format="superbe")


@pytest.mark.parametrize("name", convert.list_formats())
def test_no_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match="no predictions at .*absent"):
        read(tmp_path / "absent.txt", format=name)


SUPERB = {
    "test_fold1_predict.txt": "Ses01F_impro01_F000 neu\nSes01F_impro01_M011 ang\n"
    "Ses01M_script01_1_F003 hap\nSes01M_script01_1_M004 sad\n",
    "test_fold1_truth.txt": "Ses01F_impro01_F000 neu\nSes01F_impro01_M011 sad\n"
    "Ses01M_script01_1_F003 hap\nSes01M_script01_1_M004 sad\n",
}


@pytest.fixture
def superb(tmp_path: Path) -> Path:
    for name, text in SUPERB.items():
        (tmp_path / name).write_text(text)
    return tmp_path / "test_fold1_predict.txt"


def test_superb(superb: Path) -> None:
    """neu 1, sad 1/2, hap 1; the speaker is the session and the letter of the last field."""
    found = read(superb, format="superb")
    assert found.table["speaker"].tolist() == ["Ses01F", "Ses01M", "Ses01F", "Ses01M"]
    assert found.table["sex"].tolist() == ["female", "male", "female", "male"]
    assert found.table["group"].tolist() == ["Ses01"] * 4
    assert uar(superb, format="superb") == pytest.approx(2.5 / 3)


def test_superb_with_the_truth_elsewhere(superb: Path) -> None:
    truth = superb.with_name("test_fold1_truth.txt").rename(superb.with_name("answers.txt"))
    with pytest.raises(SerEvalsError, match="lacks the column reference"):
        read(superb, format="superb")
    assert uar(superb, references=truth, format="superb") == pytest.approx(2.5 / 3)


def test_superb_mistakes(superb: Path) -> None:
    truth = superb.with_name("test_fold1_truth.txt")
    truth.write_text("".join(reversed(truth.read_text().splitlines(keepends=True))))
    with pytest.raises(SerEvalsError, match="do not list the same utterances in one order"):
        read(superb, format="superb")
    superb.write_text("Ses01F_impro01_F000 neu\nonly\n")
    with pytest.raises(SerEvalsError, match="line 2 is 'only', expected 'name label'"):
        read(superb, format="superb")


def test_superb_of_other_corpora_has_no_speakers(tmp_path: Path) -> None:
    (tmp_path / "predict.txt").write_text("clip1 a\n")
    (tmp_path / "truth.txt").write_text("clip1 a\n")
    found = read(tmp_path / "predict.txt", references=tmp_path / "truth.txt", format="superb")
    assert found.table["speaker"].isna().all()


FILEWISE = "file,emotion,speaker\na.wav,anger,3\nb.wav,fear,3\nc.wav,fear,4\n"
SEGMENTED = (
    "file,start,end,emotion\n"
    "a.wav,0 days 00:00:00,0 days 00:00:01.500000,anger\n"
    "a.wav,0 days 00:00:01.500000,0 days 00:00:03,\n"
    "b.wav,0 days 00:00:00,,fear\n"
)


def test_audformat_filewise(tmp_path: Path) -> None:
    (tmp_path / "db.predicted.csv").write_text("file,svm\nc.wav,fear\nb.wav,anger\na.wav,anger\n")
    (tmp_path / "db.emotion.csv").write_text(FILEWISE)
    options = {"references": tmp_path / "db.emotion.csv", "format": "audformat"}
    found = read(tmp_path / "db.predicted.csv", **options).table.set_index("id")
    assert found["reference"].to_dict() == {"a.wav": "anger", "b.wav": "fear", "c.wav": "fear"}
    assert found["speaker"].to_dict() == {"a.wav": "3", "b.wav": "3", "c.wav": "4"}
    assert uar(tmp_path / "db.predicted.csv", **options) == 0.75


def test_audformat_segmented(tmp_path: Path) -> None:
    """An empty label means that nobody labelled the segment: it is no utterance."""
    (tmp_path / "db.emotion.csv").write_text(SEGMENTED)
    found = convert.get_format("audformat").references(tmp_path / "db.emotion.csv")
    assert found["id"].tolist() == ["a.wav 0 1.5", "b.wav 0 nan"]
    assert found["reference"].tolist() == ["anger", "fear"]


def test_audformat_of_parquet(tmp_path: Path) -> None:
    import pandas as pd

    index = [pd.Index(["a.wav", "b.wav"], name="file"), pd.to_timedelta([0, 1], unit="s")]
    frame = pd.DataFrame({"file": index[0], "start": index[1], "end": index[1]})
    frame["emotion"] = pd.Categorical(["anger", "fear"])
    frame.to_parquet(tmp_path / "db.emotion.parquet")
    found = convert.get_format("audformat").references(tmp_path / "db.emotion.parquet")
    assert found["id"].tolist() == ["a.wav 0 0", "b.wav 1 1"]


def test_audformat_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,emotion\n1,a\n")
    with pytest.raises(SerEvalsError, match="no column 'file', the index of audformat"):
        read(path, format="audformat")
    path.write_text("file,one,two\n1,a,b\n")
    with pytest.raises(SerEvalsError, match="has the columns one, two: keep one, or call"):
        read(path, format="audformat")
    path.write_text("file,start,end,emotion\n1,soon,later,a\n")
    with pytest.raises(SerEvalsError, match="are no durations"):
        read(path, format="audformat")


NKULULEKO = (
    "file,start,end,anger,fear,predicted,truth,uncertainty,correct\n"
    "a.wav,0 days,0 days 00:00:01,0.9,0.1,anger,anger,0.1,True\n"
    "b.wav,0 days,0 days 00:00:01,0.2,0.8,fear,anger,0.2,False\n"
    "c.wav,0 days,0 days 00:00:01,0.25,0.75,fear,fear,0.3,True\n"
)


def test_nkululeko(tmp_path: Path) -> None:
    path = tmp_path / "pred_emotion_svm.csv"
    path.write_text(NKULULEKO)
    found = read(path, format="nkululeko")
    assert found.classes == ("anger", "fear")
    np.testing.assert_allclose(found.scores(), np.log([[0.9, 0.1], [0.2, 0.8], [0.25, 0.75]]))
    assert uar(path, format="nkululeko") == 0.75
    scores = ser_evals.score(path, format="nkululeko").set_index("metric")["value"]
    assert scores["cross_entropy"] == pytest.approx(-np.log([0.9, 0.2, 0.75]).mean())
    assert uar(path, references=path, format="nkululeko") == 0.75


def test_nkululeko_that_decides_against_its_probabilities(tmp_path: Path) -> None:
    path = tmp_path / "pred_emotion_svm.csv"
    path.write_text(NKULULEKO.replace("0.2,0.8,fear", "0.2,0.8,anger"))
    found = read(path, format="nkululeko")
    assert "scores" not in found.table and uar(path, format="nkululeko") == 1


def test_nkululeko_demo_without_truth(tmp_path: Path) -> None:
    (tmp_path / "demo.csv").write_text(
        "file,anger,fear,predicted\na.wav,0.901,0.100,anger\nb.wav,0.500,0.500,anger\n"
    )
    (tmp_path / "secret.csv").write_text("id,reference\na.wav,anger\nb.wav,fear\n")
    options = {"references": tmp_path / "secret.csv", "format": "nkululeko"}
    assert uar(tmp_path / "demo.csv", **options) == 0.5
    assert "scores" in read(tmp_path / "demo.csv", **options).table


def test_nkululeko_test_module(tmp_path: Path) -> None:
    path = tmp_path / "my_results.csv"
    path.write_text(
        "file,start,end,speaker,gender,emotion,predictions\n"
        "a.wav,0 days,,s1,female,anger,anger\nb.wav,0 days,,s2,male,fear,anger\n"
    )
    found = read(path, format="nkululeko").table
    assert found["id"].tolist() == ["a.wav", "b.wav"]
    assert found["sex"].tolist() == ["female", "male"] and uar(path, format="nkululeko") == 0.5


def test_no_result_of_nkululeko(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id,prediction\n1,a\n")
    with pytest.raises(SerEvalsError, match="is no result of nkululeko: expected the columns file"):
        read(tmp_path / "x.csv", format="nkululeko")


def test_formats_at_the_command_line(superb: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["score", str(superb), "--format", "superb"]) == 0
    assert "0.833" in capsys.readouterr().out
