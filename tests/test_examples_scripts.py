"""The example scripts, run as their docstrings say, on tiny data; what they say is what is so."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import torch
import transformers
from matplotlib.image import imread
from test_encoders import SMALL
from test_runs import BOTH, QUICK

import ser_evals
from ser_evals import predictions
from ser_evals.scoring import PRIORS
from ser_evals.synthesis import generate

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(EXAMPLES.rglob("*.py"))
SCRIPT = """
import runpy, sys
del sys.argv[0]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def script(name: str, *options: object, folder: Path) -> str:
    """Run an example in a folder, its heads trained for a few steps only; return what it prints."""
    command = [sys.executable, "-c", QUICK + SCRIPT, str(EXAMPLES / name), *map(str, options)]
    environment = os.environ | {"PYTHONPATH": str(EXAMPLES.parent / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def contents(folder: Path, *suffixes: str) -> dict[str, bytes]:
    """Return what files hold, those with some suffixes if any are given."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p): p.read_bytes() for p in files if p.suffix in suffixes or not suffixes}


def uar(file: Path, **options: object) -> pd.Series:
    """Score a file through the package, and return the row with the UAR."""
    scores = ser_evals.score(file, by=(), **options)
    return scores[(scores["metric"] == "uar") & (scores["classes"] != "all")].iloc[0]


def said(row: pd.Series) -> str:
    return f"{row['value']:.3f} [{row['ci_low']:.3f}, {row['ci_high']:.3f}]"


@pytest.fixture(scope="module")
def corpora(tmp_path_factory) -> Path:
    """Two tiny corpora with unequal classes."""
    folder = tmp_path_factory.mktemp("corpora")
    for name, rare in zip(BOTH, ("anger", "neutral"), strict=True):
        for path in sorted(generate(folder, name=name, speakers=6, takes=1).glob(f"*{rare}*"))[2:]:
            path.unlink()
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    """A small checkpoint with random weights."""
    folder = tmp_path_factory.mktemp("models") / "mine"
    torch.manual_seed(0)
    transformers.Wav2Vec2Model(transformers.Wav2Vec2Config(**SMALL)).save_pretrained(folder)
    return folder


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_says_how_it_is_run(path):
    text = path.read_text("utf-8")
    if "__main__" in text:
        assert re.search(rf"^    python {path.relative_to(EXAMPLES.parent)}( |$)", text, re.M)
    assert text.startswith('"""') and len(text.splitlines()) <= 240


@pytest.mark.slow
def test_own_model_is_ten_lines_and_prints_the_headlines(corpora, model, tmp_path):
    core = (EXAMPLES / "own_model.py").read_text().split("def benchmark")[1].split("\n\n\n")[0]
    assert len([line for line in core.splitlines()[2:] if "#" not in line]) <= 10
    told = script("own_model.py", model, "--data-dir", corpora, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
    output = tmp_path / "results" / "own_model"
    for test, setting, prior in zip(
        BOTH, ("in_domain", "out_of_domain"), ("none", "source"), strict=True
    ):
        (file,) = output.glob(f"runs/mine.*/*/synthetic/{test}/predictions.parquet")
        row = uar(file, prior=prior)
        assert f"mine, trained on synthetic, tested on {test} ({setting}):" in told
        interval = said(row).replace(" [", ", 95 % interval [")
        assert f"UAR {interval} over speakers" in told
    assert "beware: synthetic is synthetic speech" in told
    before = contents(output, ".csv", ".parquet")
    assert script("own_model.py", model, "--data-dir", corpora, folder=tmp_path) == told
    assert contents(output, ".csv", ".parquet") == before


def test_score_predictions_says_what_score_says(tmp_path):
    told = script("score_predictions.py", folder=tmp_path)
    folder = tmp_path / "results" / "score_predictions"
    files = {
        "": "strong.csv",
        "nkululeko": "pred_emotion_mlp.csv",
        "superb": "test_fold1_predict.txt",
    }
    rows = {name: uar(folder / file, format=name or None) for name, file in files.items()}
    for row, title in zip(rows.values(), ("CSV", "nkululeko", "SUPERB"), strict=True):
        assert re.search(rf"  {title} +{re.escape(said(row))} over {row['ci_unit']}s\n", told)
    assert np.ptp([row["value"] for row in rows.values()]) < 1e-12
    assert [row["ci_unit"] for row in rows.values()] == ["speaker", "utterance", "speaker"]
    scores = ser_evals.score(folder / "strong.csv")
    pd.testing.assert_frame_equal(
        pd.read_csv(folder / "scores.csv", keep_default_na=False)[["metric", "group"]],
        scores[["metric", "group"]].astype(str),
    )
    pair = ser_evals.score(folder / "strong.csv", compare=folder / "weak.csv").iloc[0]
    found = pd.read_csv(folder / "differences.csv").iloc[0]
    assert pair["difference"] == pytest.approx(found["difference"])
    assert f"{pair['difference']:+.3f}" in told and 0 < pair["ci_low"] < pair["ci_high"]
    assert imread(folder / "confusion.png").ndim == 3
    before = contents(tmp_path)
    assert script("score_predictions.py", folder=tmp_path) == told
    assert contents(tmp_path) == before


@pytest.mark.slow
def test_out_of_domain_prints_and_draws_what_the_predictions_give(corpora, tmp_path):
    options = ("--data-dir", corpora, "--train", "synthetic", "--test", "synthetic_other")
    told = script("out_of_domain.py", *options, folder=tmp_path)
    output = tmp_path / "results" / "out_of_domain"
    (file,) = output.glob("runs/*/*/synthetic/synthetic_other/predictions.parquet")
    (home,) = output.glob("runs/*/*/synthetic/synthetic/predictions.parquet")
    lines = pd.read_csv(output / "priors.csv", index_col="name")
    assert lines.index.tolist() == ["in-domain", *PRIORS]
    assert f"UAR {said(uar(home))}; always the same answer: 0.167" in told
    for prior in PRIORS:
        row = uar(file, prior=prior)
        assert lines.loc[prior, "uar"] == pytest.approx(row["value"])
        gain = row["value"] - uar(file)["value"]
        assert lines.loc[prior, "uar_gain"] == pytest.approx(gain, abs=1e-12)
        assert re.search(rf"   {prior} +{re.escape(said(row))}", told)
    assert f"beware: {uar(file, prior='oracle')['warnings']}" in told
    assert "synthetic never showed surprise" in told
    check_shares(told, file)
    for name, words in {
        "transfer": ["synthetic, in-domain", "synthetic_other, prior oracle"],
        "priors": ["surprise", "share of the utterances"],
        "confusion": [f"prior source: UAR {lines.loc['source', 'uar']:.3f}", "taken for"],
    }.items():
        assert min(imread(output / f"{name}.png").shape[:2]) > 300
        svg = ElementTree.parse(output / f"{name}.svg").getroot()
        assert set(words) <= {"".join(text.itertext()) for text in svg.iter() if "text" in text.tag}
    # The report is left under the protocol's own priors, and nothing is trained a second time.
    assert set(pd.read_csv(output / "scores.csv")["prior"]) == {"none", "source"}
    before, trained = contents(output, ".csv", ".png", ".svg"), file.stat().st_mtime_ns
    assert script("out_of_domain.py", *options, folder=tmp_path) == told
    assert contents(output, ".csv", ".png", ".svg") == before
    assert file.stat().st_mtime_ns == trained


def check_shares(told: str, file: Path) -> None:
    """Compare the table of shares with the labels and the source's prior."""
    table = predictions.read(file)
    rows = re.findall(r"^   (\w+) +([\d.]+) +([\d.]+) +([\d.]+)$", told, re.MULTILINE)
    assert [row[0] for row in rows] == [name for name in table.classes if name != "other"]
    found = pd.DataFrame([list(map(float, row[1:])) for row in rows], [row[0] for row in rows])
    source = pd.Series(table.source_priors["full"], table.classes)
    target = table.table["reference"].value_counts(normalize=True)
    for column, shares in ((0, source), (1, target)):
        expected = shares.reindex(found.index, fill_value=0)
        np.testing.assert_allclose(found[column], expected, atol=6e-4)
    np.testing.assert_allclose(found.sum(), 1, atol=3e-3)
    assert found[2]["surprise"] == 0


def test_out_of_domain_makes_its_own_unequal_corpora(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(EXAMPLES)
    import out_of_domain

    made = []
    monkeypatch.setattr(
        out_of_domain,
        "generate",
        lambda root, name: made.append(name) or generate(root, name=name, speakers=1, takes=3),
    )
    folder = out_of_domain.synthetic(tmp_path)
    assert sorted(made) == BOTH
    names = [path.stem.split("_") for path in (folder / "synthetic").glob("*.wav")]
    takes = pd.Series([emotion for _, emotion, _ in names]).value_counts()
    assert takes["anger"] == 2 and takes["neutral"] == 3


@pytest.mark.slow
def test_the_commands_of_the_corpus_of_your_own_work(tmp_path):
    """Every command of the README, in order: by path, then installed, with the same results."""
    shutil.copytree(EXAMPLES / "own_corpus", tmp_path / "examples" / "own_corpus")
    source = contents(tmp_path / "examples")
    readme = (EXAMPLES / "own_corpus" / "README.md").read_text("utf-8")
    site, told, scores = tmp_path / "site", {}, []
    environment = os.environ | {
        "PIP_NO_INDEX": "1",
        "PIP_TARGET": str(site),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(EXAMPLES.parent / "src"), str(site)]),
    }
    starts = {
        "python": [],
        "pip": ["-m", "pip"],
        "ser-evals": ["-c", QUICK + "from ser_evals.cli import main; main()"],
    }
    for line in re.findall(r"^    (.+)$", readme, re.MULTILINE):
        program, *words = line.split()
        # Isolated, pip would download the build backend.
        words += ["--no-build-isolation"] * (program == "pip")
        done = subprocess.run(
            [sys.executable, *starts[program], *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        told[line] = done.stdout + done.stderr
        if " run " in line:
            scores.append((tmp_path / "results/own_corpus/scores.csv").read_bytes())
    assert len(told) == 6
    make, validate, run, _, show, again = told.values()
    assert make.startswith("48 files in ")
    assert "mycorpus: 0 errors, 0 warnings, 0 notes" in validate
    assert " heads on mycorpus" in run and " heads on " not in again
    assert "My corpus" in show
    assert scores[0] == scores[1]
    assert contents(tmp_path / "examples") == source
    file = next((tmp_path / "results").rglob("predictions.parquet"))
    found = pd.read_csv(io.BytesIO(scores[0])).query("metric == 'uar'").iloc[0]
    assert (found["train"], found["utterances"]) == ("mycorpus", 48)
    assert found["value"] == pytest.approx(uar(file)["value"])


def test_the_record_of_your_own_reads_its_sample(tmp_path):
    corpus = ser_evals.get_corpus(EXAMPLES / "own_corpus" / "mycorpus.py")
    for name in corpus.sample.files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert tuple(corpus.read(tmp_path)) == corpus.sample.utterances
    assert corpus.mapping()["bored"] == "other"
