"""`ser-evals score` as its user meets it; a mistake is one line and exit code 2."""

import re
from pathlib import Path

import pandas as pd
import pytest

from ser_evals.cli import main
from ser_evals.predictions import SCHEMA
from ser_evals.predictions.convert import list_formats

ROOT = Path(__file__).parents[1]
TRUTH = ["x", "x", "y", "y"] * 6


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two systems, one of which is right; the references alone; and a file of indices."""
    monkeypatch.chdir(tmp_path)
    ids = [f"u{i:02d}" for i in range(24)]
    base = {"id": ids, "speaker": [f"s{i // 4}" for i in range(24)]}
    whole = pd.DataFrame(base | {"sex": ["f", "m"] * 12, "reference": TRUTH, "prediction": TRUTH})
    whole.to_csv("good.csv", index=False)
    whole.assign(prediction="x").to_csv("bad.csv", index=False)
    whole.drop(columns="reference").to_csv("blind.csv", index=False)
    whole[["id", "reference"]].to_csv("secret.csv", index=False)
    whole.iloc[:20].to_csv("short.csv", index=False)
    indices = whole.assign(prediction=[int(t == "x") for t in TRUTH], reference=TRUTH)
    indices.to_csv("indices.csv", index=False)
    return tmp_path


def test_scores_and_groups_are_printed(files: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["score", "bad.csv", "--output", "scores.csv", "--plot", "pics"]) == 0
    printed = capsys.readouterr().out
    for words in ("uar", "0.500", "95 % interval", "by sex", "by speaker", "speaker_gini"):
        assert words in printed
    assert pd.read_csv("scores.csv")["metric"].eq("uar").sum() == 1 + 2 + 6
    assert Path("pics/confusion.png").is_file()


@pytest.mark.parametrize("by", [[], ["sex"], ["sex", "speaker"]])
def test_groups_can_be_chosen(files: Path, by: list[str], capsys: pytest.CaptureFixture) -> None:
    assert main(["score", "bad.csv", "--by", *by]) == 0
    printed = capsys.readouterr().out
    assert [name for name in ("sex", "speaker") if f"by {name}" in printed] == by


def test_a_challenge(files: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["score", "blind.csv", "--references", "secret.csv"]) == 0
    assert "1.000" in capsys.readouterr().out


def test_a_comparison(files: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["score", "good.csv", "--compare", "bad.csv", "--output", "d.csv"]) == 0
    printed = capsys.readouterr().out
    assert "+0.500" in printed and "this" in printed
    found = pd.read_csv("d.csv").set_index("metric")
    assert found.loc["uar", "difference"] == 0.5 and found.loc["recall_y", "difference"] == 1
    assert main(["score", "good.csv", "--compare", "good.csv"]) == 0
    assert "not told apart" in capsys.readouterr().out


def test_indices(files: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["score", "indices.csv", "--classes", "y", "x"]) == 0
    assert "1.000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["absent.csv"], "no predictions at absent.csv: give a Parquet file, a CSV file"),
        (["blind.csv"], "lacks the column reference"),
        (["blind.csv", "--references", "none.csv"], "no predictions at none.csv"),
        (["short.csv", "--references", "secret.csv"], "4 not predicted in short.csv (u20, u21"),
        (["good.csv", "--compare", "short.csv"], "4 only in good.csv (u20, u21, u22, ...)"),
        (["good.csv", "--prior", "source"], "prior 'source' needs scores"),
        (["good.csv", "--prior", "sauce"], "did you mean 'source'"),
        (["good.csv", "--by", "gender"], "unknown column 'gender'"),
        (["good.csv", "--format", "nkulu"], "did you mean 'nkululeko'"),
        (["good.csv", "--classes", "y", "z"], "reference 'x' is none of the classes y, z (row 0"),
        (["good.csv", "--output", "good.csv/x.csv"], "cannot write"),
        (["good.csv", "--plot", "good.csv"], "cannot write"),
        (["."], "no predictions at ."),
    ],
)
def test_mistakes(
    files: Path, words: list[str], expected: str, capsys: pytest.CaptureFixture
) -> None:
    assert main(["score", *words]) == 2
    error = capsys.readouterr().err
    assert expected in error and len(error.splitlines()) == 1


EXAMPLES = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs" / "predictions.md").read_text(encoding="utf-8"), re.S
)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_schema_page_writes_files_that_are_scored(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    (path,) = tmp_path.iterdir()
    words = ["--prior", "source"] if path.name == "priors.parquet" else []
    assert main(["score", path.name, *words]) == 0
    assert "uar" in capsys.readouterr().out


def test_the_schema_page_names_every_column_and_format() -> None:
    page = (ROOT / "docs" / "predictions.md").read_text(encoding="utf-8")
    assert [name for name in SCHEMA.names if f"| `{name}` |" not in page] == []
    assert [name for name in list_formats() if f"| `{name}` |" not in page] == []
