"""What an exported model says of itself: card, results for leaderboards, licences, picture."""

import getpass
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import yaml
from huggingface_hub import ModelCard, metadata_load, parse_eval_result_entries
from PIL import Image
from test_export import data, quick

import ser_evals
from ser_evals import SerEvalsError
from ser_evals.backbones import get_backbone
from ser_evals.corpora import get_corpus
from ser_evals.exporting import export, readdress
from ser_evals.exporting._card import card, files
from ser_evals.exporting._origin import origin
from ser_evals.exporting._said import said_of_heads
from ser_evals.exporting._siblings import siblings
from ser_evals.exporting._sources import sources

__all__ = ["data", "quick"]
NAME = "some-lab/some-model"
SETTINGS = {"synthetic": "in_domain", "synthetic_other": "out_of_domain"}


@pytest.fixture(scope="module")
def output(data, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    ser_evals.run("synthetic", list(SETTINGS), data_dir=data, output=folder, seeds=2, device="cpu")
    return folder


@pytest.fixture(scope="module")
def runs(output) -> dict[str, Path]:
    return {path.parent.name: path.parent for path in (output / "runs").rglob("run.json")}


@pytest.fixture(scope="module")
def folder(runs, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("models") / "model"
    return export(runs["synthetic_other"], place, device="cpu", repository=NAME)


@pytest.fixture
def facts(folder) -> dict:
    return json.loads((folder / ".ser_evals.json").read_text())


@pytest.fixture(scope="module")
def headlines(output) -> dict[str, pd.Series]:
    """The rows that stand in the report's matrix."""
    scores = pd.read_csv(output / "scores.csv")
    rows = scores[(scores["metric"] == "uar") & scores["classes"].isin(["present", "shared"])]
    assert len(rows) == 2
    return {row["test"]: row for _, row in rows.iterrows()}


def text(folder: Path) -> str:
    return (folder / "README.md").read_text()


def test_the_front_matter_is_what_the_hub_reads(folder, headlines):
    told = metadata_load(folder / "README.md")
    assert told["library_name"] == "ser-evals" and told["pipeline_tag"] == "audio-classification"
    assert {"speech-emotion-recognition", "ser-evals", "synthetic"} <= set(told["tags"])
    assert told["datasets"] == ["ser-evals/synthetic"] and told["metrics"] == ["ser-evals/uar"]
    assert told["license"] == "other" and told["license_name"] == "apache-2.0-and-isc"
    assert (folder / told["license_link"]).is_file()
    assert "base_model" not in told and told["language"] == ["qaa"]
    (index,) = told["model-index"]
    assert index["name"] == "some-model"
    found = {result.dataset_type: result for result in ModelCard(text(folder)).data.eval_results}
    assert found.keys() == {f"ser-evals/{name}" for name in SETTINGS}
    for name, row in headlines.items():
        result = found[f"ser-evals/{name}"]
        assert result.task_type == "audio-classification"
        assert result.metric_value == pytest.approx(row["value"], abs=1e-4)
        assert result.metric_args["ci_low"] == pytest.approx(row["ci_low"], abs=1e-4)
        assert result.metric_args["ci_high"] == pytest.approx(row["ci_high"], abs=1e-4)
        assert result.metric_args["ci_unit"] == row["ci_unit"]
        assert result.metric_args["seeds"] == 2


def test_results_for_leaderboards(folder, headlines, runs):
    content = yaml.safe_load((folder / ".eval_results" / "ser-evals.yaml").read_text())
    found = {entry.dataset_id: entry for entry in parse_eval_result_entries(content)}
    assert found.keys() == {f"ser-evals/{name}" for name in SETTINGS}
    record = json.loads((runs["synthetic"] / "run.json").read_text())
    for name, setting in SETTINGS.items():
        entry, row = found[f"ser-evals/{name}"], headlines[name]
        assert entry.task_id == setting and entry.date == record["started"]
        assert entry.value == pytest.approx(row["value"], abs=1e-12)
        assert "mean over 2 seeds; protocol ser_evals" in entry.notes
        assert f"prior {row['prior']}" in entry.notes and f"classes {row['classes']}" in entry.notes
        assert f"{row['ci_low']:.3f} to {row['ci_high']:.3f}" in entry.notes
        assert entry.source_url is None
    assert "these weights saw all speakers" in found["ser-evals/synthetic"].notes
    assert "this head's seeds, 0 to 1; " in found["ser-evals/synthetic_other"].notes
    assert "; synthetic_other is synthetic speech" in found["ser-evals/synthetic_other"].notes


def test_the_card_is_complete(folder, headlines):
    shown = text(folder)
    for row in headlines.values():
        assert f"**{row['value']:.3f} [{row['ci_low']:.3f}, {row['ci_high']:.3f}]**" in shown
    for title in (
        "Use", "What it is for", "Training data", "Scores", "Limits and biases",
        "How it was made", "Licences", "Citation",
    ):  # fmt: skip
        assert f"\n## {title}\n" in shown
    assert "**Trained on synthetic voices: no human speaks there" in shown
    assert "- Warning: synthetic is synthetic speech\n" in shown
    assert "- Warning: synthetic: 3 speakers: intervals over utterances\n" in shown
    assert "heads trained with the same settings on the other speakers; these weights saw" in shown
    assert "Not for decisions about people" in shown
    assert "(the worst of 3 speakers, " in shown and "Gini coefficient over speakers 0." in shown
    assert re.search(
        r"By sex: female \d\.\d{3} \[.*\], male \d\.\d{3} \[.*\]; gap \d\.\d{3}", shown
    )
    assert "| surprise | never seen |" in shown
    assert get_corpus("synthetic").citation.bibtex in shown
    assert re.search(r"\| time \| \d.* for the \d+ heads", shown) and "GB at most" in shown
    assert "nan" not in shown.lower().split() and "None" not in shown
    assert not re.search(r"\n{4,}|[ \t]\n", shown), "an empty part of the template shows"


def test_the_picture_is_the_in_domain_confusion(folder, facts, headlines):
    with Image.open(folder / "confusion.png") as image:
        assert image.format == "PNG" and min(image.size) > 400
    (alt,) = re.findall(r"!\[(.*?)\]\(confusion\.png\)", text(folder))
    assert alt.startswith("Confusion matrix on Synthetic speech of ser-evals")
    assert "in-domain" in alt
    recalls = facts["picture"]["recalls"].values()
    assert sum(recalls) / len(recalls) == pytest.approx(headlines["synthetic"]["value"])


def test_no_file_tells_where_it_was_made(folder, data, output):
    secrets = {str(data), str(output), str(folder.parent), str(Path.home()) + "/", "--data-dir"}
    secrets |= {name for name in (getpass.getuser(), platform.node()) if len(name) > 5}
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [word for word in secrets if word.encode() in content], path


def test_exporting_twice_gives_the_same_bytes(folder, runs, tmp_path):
    again = export(runs["synthetic_other"], tmp_path / "again", device="cpu", repository=NAME)
    names = {path.relative_to(folder) for path in folder.rglob("*")}
    assert names == {path.relative_to(again) for path in again.rglob("*")}
    assert {Path(".eval_results/ser-evals.yaml"), Path("LICENSE.md")} <= names
    for name in names:
        if (folder / name).is_file():
            assert (folder / name).read_bytes() == (again / name).read_bytes(), name


def test_readdress_gives_the_card_of_an_export_under_that_name(folder, facts, tmp_path):
    moved = shutil.copytree(folder, tmp_path / "moved")
    readdress(moved, "org/other_name")
    assert text(moved) == card(facts, "org/other_name") != text(folder)
    assert 'model = "org/other_name"' in text(moved) and "some-" not in text(moved)
    assert metadata_load(moved / "README.md")["model-index"][0]["name"] == "other_name"
    readdress(moved, NAME)
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (moved / path.relative_to(folder)).read_bytes()


def test_mistakes(folder, runs, tmp_path):
    with pytest.raises(SerEvalsError, match=r"repository 'a b/c': expected owner/name"):
        export(runs["synthetic"], tmp_path / "model", repository="a b/c")
    with pytest.raises(SerEvalsError, match="expected owner/name"):
        readdress(folder, "too/many/parts")
    with pytest.raises(SerEvalsError, match=r"has no .ser_evals.json: give a folder that"):
        readdress(tmp_path, "a/b")
    (tmp_path / ".ser_evals.json").write_text('{"schema": 0}')
    with pytest.raises(SerEvalsError, match="another version of ser-evals wrote it"):
        readdress(tmp_path, "a/b")
    broken = shutil.copytree(runs["synthetic"].parent, tmp_path / "runs")
    (broken / "synthetic" / "predictions.parquet").unlink()
    with pytest.raises(SerEvalsError, match="no predictions at .*; remove .* and run again"):
        export(broken / "synthetic", tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_only_runs_with_the_same_heads_are_siblings(runs, tmp_path):
    place = shutil.copytree(runs["synthetic"].parent, tmp_path / "runs")
    record = json.loads((place / "synthetic" / "run.json").read_text())
    for name, change in {
        "unfinished": {"status": "running"},
        "other-seeds": {"config": record["config"] | {"seeds": 3}},
        "other-backbone": {"backbone": record["backbone"] | {"revision": "x"}},
        "other-copy": {"corpora": {"synthetic": {"fingerprint": "x"}}},
        "rescored": {"config": record["config"] | {"prior": "oracle"}},
    }.items():
        (place / name).mkdir()
        told = json.dumps(record | {"test": name} | change)
        (place / name / "run.json").write_text(told)
    (place / "broken").mkdir()
    (place / "broken" / "run.json").write_text("{")
    found = [told["test"] for _, told in siblings(place / "synthetic", record)]
    assert found == ["rescored", "synthetic", "synthetic_other"]


def test_a_zero_shot_run_alone(runs, tmp_path):
    place = tmp_path / "alone" / "run"
    shutil.copytree(runs["synthetic_other"], place)
    command = json.loads((place / "run.json").read_text())["command"].split()
    root = command[command.index("--data-dir") + 1]
    model = export(place, tmp_path / "model", device="cpu", data_dir=root, seed=7)
    shown = text(model)
    assert "in-domain:" not in shown and 'model = "model"' in shown
    assert "Confusion matrix on " in shown and ", zero-shot: the share" in shown
    assert "this head's seeds, 0 to 1; these weights have seed 7" in shown


def test_backbones_by_what_they_may_be_called(facts, tmp_path):
    hub = origin(get_backbone("whisper-small"), "abc")
    told = ModelCard(card(facts | {"backbone": hub}, NAME))
    assert told.data.base_model == "openai/whisper-small"
    assert told.data.base_model_relation == "finetune"
    assert "(Radford et al., ICML 2023), https://huggingface.co/openai/whisper-small" in told.text
    assert told.data.license == "apache-2.0" and "license_name" not in told.data.to_dict()
    weights = origin(get_backbone("cnn14"), "abc")
    assert weights["hub_id"] is None and weights["url"] in card(facts | {"backbone": weights}, NAME)
    local = origin(replace(get_backbone("whisper-small"), checkpoint=str(tmp_path)), "abc")
    assert local["hub_id"] is None and str(tmp_path) not in card(facts | {"backbone": local}, NAME)
    assert "needs the package opensmile" in card(
        facts | {"backbone": origin(get_backbone("compare"), "x")}, NAME
    )


def test_what_makes_a_score_too_good_stands_beside_it(data, tmp_path):
    both = "synthetic+synthetic_other"
    ser_evals.run(
        both, list(SETTINGS), data_dir=data, output=tmp_path, protocol="ser_evals_2024",
        prior="oracle", device="cpu",
    )  # fmt: skip
    run = min((tmp_path / "runs").rglob("run.json"))
    shown = text(export(run, tmp_path / "model", device="cpu"))
    for name in SETTINGS:
        title = re.escape(get_corpus(name).title)
        (line,) = re.findall(rf"- In-domain on {title}: UAR .*", shown)
        assert "**speaker-dependent: random split over utterances, speakers leak" in line
        assert "oracle prior: the target's labels were used**" in line
    assert "on other utterances of the same speakers and on the other training corpora" in shown
    assert "Osman, Kaplan & Nadeem, Interspeech 2024" in shown


def test_a_corpus_of_ones_own_has_no_repository(runs, facts):
    record = json.loads((runs["synthetic_other"] / "run.json").read_text())
    record["corpora"]["mine"] = record["corpora"].pop("synthetic_other") | {"title": "Mine | ours"}
    told = sources([record], {"synthetic": get_corpus("synthetic")})
    assert told["mine"]["hub_id"] is None and told["synthetic"]["trained"]
    (other,) = [r | {"test": "mine"} for r in facts["results"] if r["test"] == "synthetic_other"]
    changed = facts | {"corpora": told, "results": [other], "picture": None}
    made = files(changed, NAME)
    assert ".eval_results/ser-evals.yaml" not in made
    assert ModelCard(made["README.md"]).data.eval_results[0].dataset_type == "mine"
    assert r"| Mine \| ours | zero-shot |" in made["README.md"]


@pytest.mark.parametrize(
    ("setting", "train", "division", "unit", "said"),
    [
        ("in_domain", "a", "folds over groups", "sentence", "on the other sentences; these .* all"),
        ("in_domain", "a", "official split, 3 utterances are", "speaker", "official training part"),
        ("in_domain", "a", "random split over utterances", "speaker", "of the same speakers;"),
        ("in_domain", "a+b", "folds over groups", "speaker", "and on the other training corpora"),
        ("out_of_domain", "a", "official split", "speaker", "on the training part; these weights"),
        (
            "out_of_domain",
            "a",
            "folds over groups",
            "speaker",
            "^this head with seed 0; these .* 1$",
        ),
    ],
)
def test_whose_scores_they_are(setting, train, division, unit, said):
    corpus = {"division": division, "grouped_by": unit}
    record = {"setting": setting, "train": train, "test": "a", "config": {"seeds": 1}}
    record["corpora"] = {"a": corpus, "b": corpus | {"division": "folds over groups"}}
    assert re.search(said, said_of_heads(record, 1))


@pytest.mark.slow
@pytest.mark.parametrize("block", [0, 1])
def test_the_examples_of_the_card_run(block, runs, data, tmp_path):
    folder = export(runs["synthetic"], tmp_path / "model", device="cpu")
    shutil.copy(min((data / "synthetic").rglob("*.wav")), tmp_path / "speech.wav")
    code = re.findall(r"```python\n(.*?)```", text(folder), re.DOTALL)[block]
    env = os.environ | {"PYTHONPATH": str(Path(ser_evals.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(r"'label': '(anger|disgust|fear|happiness|neutral|sadness)'", done.stdout)


def test_no_speaker_is_named(runs, data, tmp_path):
    division = "the official split is not used, but folds over groups: 2 speakers or groups, such "
    division += "as f01, are in its training and in its test part"
    base = shutil.copytree(runs["synthetic"].parent, tmp_path / "runs")
    for path in base.glob("*/run.json"):
        record = json.loads(path.read_text())
        record["corpora"]["synthetic"]["division"] = division
        record["warnings"].append(f"synthetic: {division}")
        path.write_text(json.dumps(record))
    made = export(base / "synthetic", tmp_path / "model", device="cpu", data_dir=data)
    for name in ("README.md", ".ser_evals.json"):
        text = (made / name).read_text()
        assert "2 speakers or groups, are in its training" in text and "f01" not in text
