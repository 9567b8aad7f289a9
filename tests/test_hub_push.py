"""Corpora, metrics, models and results: pushed to an empty Hub, and loaded from it."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from datasets import Audio
from huggingface_hub import HfApi
from loopback import Account, Hub
from pushing import TOKEN, heads, hub, refused, waits
from test_hub_datasets import BLOCK, python
from test_runs import quick

import ser_evals
import ser_evals.submissions
from ser_evals import SerEvalsError, load_corpus, push_corpus, push_metrics, push_model
from ser_evals import push_results as push_runs
from ser_evals.cli import main
from ser_evals.corpora import Corpus, get_corpus
from ser_evals.evaluation import list_modules
from ser_evals.hub import _corpus, _gate
from ser_evals.paths import cache_dir
from ser_evals.sharing import _prepare, prepare
from ser_evals.synthesis import generate

__all__ = ["hub", "quick", "waits"]
NAME = "ser-evals/synthetic"
SHARD = "{}/train-00000-of-00001.parquet"

LOAD = (
    BLOCK
    + """
import base64, json
from datasets import Audio, load_dataset
found = {}
for config in sys.argv[2:]:
    rows = load_dataset(sys.argv[1], config, split="train")
    rows = rows.cast_column("audio", Audio(decode=False))
    found[config] = [
        {**row, "audio": base64.b64encode(row["audio"]["bytes"]).decode()} for row in rows
    ]
print(json.dumps(found))
"""
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SER_EVALS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    generate(tmp_path / "data", speakers=2, takes=1)
    return tmp_path / "data"


@pytest.fixture
def with_record(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Corpus]:
    """Let the corpus "synthetic" have other facts."""

    def change(**facts: object) -> Corpus:
        record = replace(get_corpus("synthetic"), **facts)
        for module in (_corpus, _prepare):
            monkeypatch.setattr(module, "get_corpus", lambda name: record)
        return record

    return change


def files(hub: Hub, name: str = NAME, kind: str = "datasets") -> dict[str, bytes]:
    return hub.repository(kind, name).commits[-1].files


def expected(folder: Path, name: str, taxonomy: str) -> list[dict]:
    found = load_corpus(name, data_dir=folder / name, taxonomy=taxonomy)
    rows = found.cast_column("audio", Audio(decode=False)).to_list()
    for row in rows:
        row["audio"] = base64.b64encode(Path(row["audio"]["path"]).read_bytes()).decode()
    return rows


def test_a_corpus_goes_to_an_empty_hub(hub: Hub, data: Path, tmp_path: Path) -> None:
    found = push_corpus("synthetic", data_dir=data)
    assert found.url == f"{hub.endpoint}/datasets/{NAME}" and len(found.uploaded) == 5
    repository = hub.repository("datasets", NAME)
    assert [commit.title for commit in repository.commits[1:]] == [
        f"{get_corpus('synthetic').title}, version 1.0.0 of its record"
    ]
    assert repository.tags == {"v1.0.0": found.commit} == {"v1.0.0": repository.commits[-1].oid}
    assert sorted(files(hub)) == [
        ".gitattributes",
        ".ser_evals.json",
        "README.md",
        "eval.yaml",
        SHARD.format("native"),
        SHARD.format("ser_evals"),
    ]
    assert found.bytes == sum(map(len, files(hub).values())) - len(files(hub)[".gitattributes"])
    environment = hub.environment(tmp_path / "home")
    loaded = json.loads(python(LOAD, environment, NAME, "ser_evals", "ser_evals_2024", "native"))
    for taxonomy, rows in loaded.items():
        assert rows == expected(data, "synthetic", taxonomy)


@pytest.mark.real_corpora
def test_emodb(hub: Hub, corpora_dir: Path, tmp_path: Path) -> None:
    found = push_corpus("emodb", data_dir=corpora_dir)
    assert found.bytes > 2 * 10**7
    environment = hub.environment(tmp_path / "home")
    loaded = json.loads(python(LOAD, environment, "ser-evals/emodb", "ser_evals"))
    assert len(loaded["ser_evals"]) == 535
    assert loaded["ser_evals"] == expected(corpora_dir, "emodb", "ser_evals")
    before = len(hub.writes)
    assert not push_corpus("emodb", data_dir=corpora_dir).uploaded
    assert len(hub.writes) == before


def test_what_is_there_is_not_sent_again(hub: Hub, data: Path) -> None:
    first = push_corpus("synthetic", data_dir=data)
    before = len(hub.writes)
    again = push_corpus("synthetic", data_dir=data)
    assert again.commit == first.commit and again.unchanged == 5 and not again.uploaded
    assert "nothing to change (5 files), tag v1.0.0" in str(again)
    assert len(hub.writes) == before


def test_a_lost_tag_is_made_again(hub: Hub, data: Path) -> None:
    push_corpus("synthetic", data_dir=data)
    repository = hub.repository("datasets", NAME)
    repository.tags.clear()
    push_corpus("synthetic", data_dir=data)
    assert len(repository.commits) == 2
    assert repository.tags == {"v1.0.0": repository.commits[-1].oid}


def test_a_version_never_names_two_contents(
    hub: Hub, data: Path, with_record: Callable[..., Corpus]
) -> None:
    old = push_corpus("synthetic", data_dir=data)
    generate(data, speakers=3, takes=1)
    before = heads(hub), len(hub.writes)
    line = "ser-evals/synthetic: tag v1.0.0 exists with other content: raise the record's version"
    for dry_run in (True, False):
        refused(lambda: push_corpus("synthetic", data_dir=data, dry_run=dry_run), line)  # noqa: B023
    assert (heads(hub), len(hub.writes)) == before
    with_record(version="1.1.0")
    new = push_corpus("synthetic", data_dir=data)
    assert hub.repository("datasets", NAME).tags == {"v1.0.0": old.commit, "v1.1.0": new.commit}


def test_a_better_card_needs_no_new_version(
    hub: Hub, data: Path, with_record: Callable[..., Corpus]
) -> None:
    old = push_corpus("synthetic", data_dir=data)
    with_record(homepage="https://example.org/better")
    new = push_corpus("synthetic", data_dir=data)
    assert list(new.uploaded) == ["README.md"] and new.unchanged == 4
    assert new.commit != old.commit
    assert hub.repository("datasets", NAME).tags == {"v1.0.0": old.commit}


def test_shards_that_are_gone_are_deleted(
    hub: Hub, data: Path, with_record: Callable[..., Corpus]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ser_evals.sharing._shards.SHARD_BYTES", 400_000)
        push_corpus("synthetic", data_dir=data)
    many = {path for path in files(hub) if path.endswith(".parquet")}
    with_record(version="2.0.0")
    found = push_corpus("synthetic", data_dir=data)
    whole = {SHARD.format("native"), SHARD.format("ser_evals")}
    assert len(many) > 2 and set(found.deleted) == many
    assert {path for path in files(hub) if path.endswith(".parquet")} == whole


def test_labels_without_sound(
    hub: Hub, data: Path, with_record: Callable[..., Corpus], tmp_path: Path
) -> None:
    with_record(redistributable="labels", licence="ask")
    push_corpus("synthetic", data_dir=data)
    for name in ("native", "ser_evals"):
        (tmp_path / "shard").write_bytes(files(hub)[SHARD.format(name)])
        columns = set(pq.read_schema(tmp_path / "shard").names)
        assert columns >= {"id", "emotion", "speaker"} and not columns & {"audio", "text"}
    line = "synthetic: give --data-dir, the folder that holds synthetic/: its labels"
    refused(lambda: push_corpus("synthetic"), line)


@pytest.mark.parametrize("copy", [False, True], ids=["record alone", "with a copy"])
def test_card_and_numbers(
    copy: bool, hub: Hub, data: Path, with_record: Callable[..., Corpus]
) -> None:
    with_record(redistributable="nothing", licence="signed")
    found = push_corpus("synthetic", data_dir=data if copy else None)
    assert sorted(found.uploaded) == [".ser_evals.json", "README.md", "eval.yaml"]
    facts = json.loads(files(hub)[".ser_evals.json"])
    assert facts["utterances"]["found"] == (12 if copy else None)
    assert bool(facts["configs"]) == copy
    assert not push_corpus("synthetic", data_dir=data if copy else None).uploaded


def test_a_grade_that_is_lowered(hub: Hub, data: Path, with_record: Callable[..., Corpus]) -> None:
    push_corpus("synthetic", data_dir=data)
    with_record(redistributable="nothing", licence="signed", version="1.1.0")
    assert len(push_corpus("synthetic", data_dir=data).deleted) == 2
    assert not [path for path in files(hub) if path.endswith(".parquet")]


@pytest.mark.parametrize(
    ("grade", "leak", "message"),
    [
        ("nothing", SHARD.format("native"), "native/train-.* holds rows, and no row may be publ"),
        ("labels", SHARD.format("native"), "native/train-.* holds the column 'audio'"),
        ("labels", "native/data.zip", "native/data.zip is no part of a corpus's repository"),
        ("audio", "notes.txt", "notes.txt is no part of a corpus's repository"),
        ("labels", "native/dev-00000-of-00001.parquet", "cannot be read as Parquet"),
    ],
)
def test_the_gate(
    grade: str,
    leak: str,
    message: str,
    hub: Hub,
    data: Path,
    with_record: Callable[..., Corpus],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Whatever prepared the folder, it does not leave."""
    prepare("synthetic", data_dir=data / "synthetic", output=tmp_path / "audio")
    with_record(redistributable=grade, licence="signed")

    def forgetful(*words: object, **options: object) -> object:
        found = prepare(*words, **options)
        (found.folder / leak).parent.mkdir(exist_ok=True)
        whole = tmp_path / "audio" / leak
        (found.folder / leak).write_bytes(whole.read_bytes() if whole.is_file() else b"PAR1")
        return found

    monkeypatch.setattr(_corpus, "prepare", forgetful)
    for dry_run in (True, False):
        with pytest.raises(SerEvalsError, match=f"synthetic is not pushed: .*{message}"):
            push_corpus("synthetic", data_dir=data, dry_run=dry_run)
    assert hub.writes == [] and not hub.store.repositories


def test_the_gate_wants_what_was_prepared_of_this_record(data: Path, tmp_path: Path) -> None:
    folder = prepare("synthetic", data_dir=data / "synthetic", output=tmp_path / "out").folder
    held = {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }
    record = get_corpus("synthetic")
    _gate.check(record, held)
    for wrong in ({"version": "9"}, {"name": "emodb"}):
        with pytest.raises(SerEvalsError, match="not what was prepared of this record"):
            _gate.check(replace(record, **wrong), held)
    del held[".ser_evals.json"]
    with pytest.raises(SerEvalsError, match="not what was prepared of this record"):
        _gate.check(record, held)


def test_eval_yaml(hub: Hub, data: Path, with_record: Callable[..., Corpus]) -> None:
    push_corpus("synthetic", data_dir=data)
    facts = yaml.safe_load(files(hub)["eval.yaml"])
    rows = {"config": "ser_evals", "split": "train"}
    assert facts["tasks"] == [{"id": "in_domain", **rows}, {"id": "out_of_domain", **rows}]
    assert facts["name"] == get_corpus("synthetic").title
    assert facts["evaluation_framework"] == "ser-evals" and facts["description"]


@pytest.mark.parametrize("account", [True, False], ids=["with a token", "without"])
def test_a_dry_run_only_reads(
    account: bool, hub: Hub, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not account:
        monkeypatch.delenv("HF_TOKEN")
    found = push_corpus("synthetic", data_dir=data, dry_run=True)
    assert hub.writes == [] and not hub.store.repositories
    text = str(found)
    assert text.startswith(f"dry run: dataset {NAME}: a new repository, 5 files to upload (")
    assert f"  + {SHARD.format('native')} (" in text and ", tag v1.0.0: " in text
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    push_corpus("synthetic", data_dir=data)
    before = len(hub.writes)
    assert not push_corpus("synthetic", data_dir=data, dry_run=True).uploaded
    assert len(hub.writes) == before


def test_private_and_another_organisation(hub: Hub, data: Path) -> None:
    hub.store.accounts[TOKEN] = Account("ann", "fineGrained", ("lab",))
    found = push_corpus("synthetic", data_dir=data, org="lab", private=True)
    assert hub.repository("datasets", "lab/synthetic").private
    assert found.notes == ("a private repository",)
    assert b'load_dataset("lab/synthetic"' in files(hub, "lab/synthetic")["README.md"]
    again = push_corpus("synthetic", data_dir=data, org="lab")
    assert again.notes == (
        "the repository was private and stays so; change that in its settings on the Hub",
    )
    assert hub.repository("datasets", "lab/synthetic").private and not again.uploaded


def test_a_pull_request(hub: Hub, data: Path, with_record: Callable[..., Corpus]) -> None:
    refused(
        lambda: push_corpus("synthetic", data_dir=data, pr=True),
        "ser-evals/synthetic is not on the Hub, so no pull request can be made: push without",
    )
    assert not hub.store.repositories
    push_corpus("synthetic", data_dir=data)
    before = heads(hub)
    hub.store.accounts["hf_owner"] = Account()
    hub.store.accounts[TOKEN] = Account("ann", "write", ())
    generate(data, speakers=3, takes=1)
    with_record(version="1.1.0")
    found = push_corpus("synthetic", data_dir=data, pr=True)
    assert found.pull_request == f"{hub.endpoint}/datasets/{NAME}/discussions/1"
    assert found.pull_request in str(found) and not found.tag
    repository = hub.repository("datasets", NAME)
    assert heads(hub) == before and list(repository.tags) == ["v1.0.0"]
    proposed = repository.at("refs/pr/1")
    assert proposed is not None and proposed.oid == found.commit
    assert json.loads(proposed.files[".ser_evals.json"])["utterances"]["found"] == 18
    again = push_corpus("synthetic", data_dir=data, pr=True)
    assert again.pull_request == found.pull_request and len(repository.proposals) == 1
    assert again.notes == ("a pull request with these changes is open already",)
    repository.proposals[0].status = "closed"
    assert push_corpus("synthetic", data_dir=data, pr=True).pull_request.endswith("discussions/2")


def test_metrics(hub: Hub, tmp_path: Path) -> None:
    found = push_metrics()
    assert [pushed.repository for pushed in found] == [f"ser-evals/{n}" for n in list_modules()]
    for name in list_modules():
        repository = hub.repository("spaces", f"ser-evals/{name}")
        assert repository.sdk == "gradio"
        held = {".gitattributes", "README.md", "app.py", "requirements.txt", f"{name}.py"}
        assert repository.commits[-1].files.keys() == held
    before = len(hub.writes)
    assert not any(pushed.uploaded for pushed in push_metrics(["uar", "ccc"]))
    assert len(hub.writes) == before
    code = """
import evaluate
uar = evaluate.load("ser-evals/uar")
print(uar.compute(references=["anger", "anger", "fear"], predictions=["anger", "fear", "fear"]))
"""
    assert python(code, hub.environment(tmp_path / "home")) == "{'uar': 0.75}\n"


@dataclass(frozen=True)
class Trained:
    """A finished run, and the corpora it was made of."""

    data: Path
    run: Path


@pytest.fixture(scope="module")
def trained(quick: None, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    root = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SER_EVALS_CACHE", str(root / "cache"))
        for name in ("synthetic", "synthetic_other"):
            generate(root / "data", name=name, speakers=3, takes=1)
        ser_evals.run(
            train=["synthetic"],
            test=["synthetic_other"],
            backbone="mfcc",
            data_dir=root / "data",
            output=root / "out",
            protocol="ser_evals_2024",
            seeds=1,
        )
    (record,) = (root / "out" / "runs").rglob("run.json")
    return Trained(root / "data", record.parent)


CLASSIFY = (
    BLOCK
    + """
import json
from transformers import AutoFeatureExtractor, AutoModelForAudioClassification
import soundfile, torch
model = AutoModelForAudioClassification.from_pretrained(sys.argv[1], trust_remote_code=True)
extractor = AutoFeatureExtractor.from_pretrained(sys.argv[1], trust_remote_code=True)
speech, rate = soundfile.read(sys.argv[2], dtype="float32")
assert rate == extractor.sampling_rate
with torch.no_grad():
    inputs = extractor(speech, sampling_rate=rate, return_tensors="pt")
    print(json.dumps(model(**inputs).logits[0].tolist()))
"""
)


def test_a_model(hub: Hub, trained: Trained, tmp_path: Path) -> None:
    found = push_model(trained.run)
    assert found.repository == "ser-evals/mfcc-synthetic" and found.kind == "model"
    held = files(hub, found.repository, "models")
    assert {"config.json", "model.safetensors", "README.md", "modeling_ser.py"} <= held.keys()
    before = len(hub.writes)
    assert not push_model(trained.run / "run.json").uploaded
    assert len(hub.writes) == before
    (folder,) = (cache_dir() / "push" / "models").glob("*/mfcc-synthetic")
    recording = next((trained.data / "synthetic").rglob("*.wav"))
    said = python(CLASSIFY, hub.environment(tmp_path), found.repository, str(recording))
    (here,) = ser_evals.predict(folder, [recording])
    logits = np.exp(json.loads(said))
    np.testing.assert_allclose(logits / logits.sum(), list(here.probabilities.values()), atol=1e-4)


def test_a_leaderboard(hub: Hub, trained: Trained) -> None:
    tested, api = "ser-evals/synthetic_other", HfApi(endpoint=hub.endpoint)
    push_corpus("synthetic_other", data_dir=trained.data)
    push_model(trained.run)
    push_model(trained.run, name="again", seed=1)
    board = api.get_dataset_leaderboard(tested)
    assert {row.model_id for row in board} == {"ser-evals/mfcc-synthetic", "ser-evals/again"}
    rows = ser_evals.report(trained.run.parents[4])
    headline = rows[(rows.metric == "uar") & (rows.test == "synthetic_other")].value.iloc[0]
    assert [row.value for row in board] == [headline] * 2 and [r.rank for r in board] == [1, 2]
    assert "seed" in board[0].notes and "95 %" in board[0].notes
    (entry,) = api.model_info("ser-evals/again", expand=["evalResults"]).eval_results
    assert (entry.dataset_id, entry.task_id) == (tested, "out_of_domain")
    task = yaml.safe_load(files(hub, tested)["eval.yaml"])["tasks"]
    assert entry.task_id in {found["id"] for found in task}


def test_a_folder_with_a_model(hub: Hub, trained: Trained, tmp_path: Path) -> None:
    folder = ser_evals.export(trained.run, tmp_path / "my model", data_dir=trained.data)
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "modeling_ser.cpython-311.pyc").write_bytes(b"x")
    refused(lambda: push_model(folder), "'ser-evals/my model': expected owner/name")
    found = push_model(folder, name="mine", org="ser-evals")
    assert found.repository == "ser-evals/mine"
    held = files(hub, "ser-evals/mine", "models")
    assert ".DS_Store" not in held and not any("__pycache__" in path for path in held)
    card = held["README.md"].decode()
    assert 'model = "ser-evals/mine"' in card and "my model" not in card


def test_a_card_that_was_edited_is_pushed_as_it_is(hub: Hub, trained: Trained, tmp_path: Path):
    folder = ser_evals.export(trained.run, tmp_path / "model", data_dir=trained.data)
    card = (folder / "README.md").read_bytes() + b"\nHeard on the radio.\n"
    (folder / "README.md").write_bytes(card)
    push_model(folder, name="mine")
    assert files(hub, "ser-evals/mine", "models")["README.md"] == card


def test_recordings_beside_a_model_stay_here(hub: Hub, trained: Trained, tmp_path: Path):
    folder = ser_evals.export(trained.run, tmp_path / "model", data_dir=trained.data)
    (folder / "audio").mkdir()
    (folder / "audio" / "a.wav").write_bytes(b"RIFF")
    refused(lambda: push_model(folder), "audio/a.wav is no part of a model: keep it in another")
    assert hub.writes == []


@pytest.mark.parametrize("config", [None, "{", '{"model_type": "whisper"}'])
def test_no_model(config: str | None, hub: Hub, tmp_path: Path) -> None:
    if config is not None:
        (tmp_path / "config.json").write_text(config, encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"")
    refused(lambda: push_model(tmp_path), "is neither the folder of a run .* nor a model that")
    assert hub.requests == []


@pytest.fixture
def submissions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepare a submission as its package does: a copy of a folder `runs`, and a card."""

    def prepare(path: Path, folder: Path, *, corpora: object) -> SimpleNamespace:
        for file in Path(path).rglob("*.*"):
            place = folder / "runs" / file.relative_to(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
        (folder / "README.md").write_text("---\ntags: [ser-evals]\n---\n# Results\n")
        grades = {"a/b": "audio", "c/d": "nothing"} if (folder / "runs" / "closed").is_dir() else {}
        return SimpleNamespace(folder=folder, published=grades)

    made = SimpleNamespace(prepare=prepare)
    monkeypatch.setitem(sys.modules, "ser_evals.submissions", made)


def test_results_tell_what_a_licence_holds_back(
    hub: Hub, submissions: None, tmp_path: Path
) -> None:
    a_run(tmp_path / "open", "mine", 1)
    assert not push_runs(tmp_path / "open").notes
    a_run(tmp_path / "both", "closed", 1)
    notes = push_runs(tmp_path / "both", dry_run=True).notes
    assert notes == ("confusion matrices instead of predictions for 1 run: licence",)


def a_run(above: Path, system: str, score: int) -> Path:
    folder = above / system / "ser_evals" / "emodb" / "urdu"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps({"score": score}), encoding="utf-8")
    (folder / "predictions.parquet").write_bytes(b"PAR1%d" % score)
    return above


def test_results(hub: Hub, submissions: None, tmp_path: Path) -> None:
    push_runs(a_run(tmp_path / "a", "ours", 1))
    repository = hub.repository("datasets", "ser-evals/results")
    card = b"---\ntags: [ser-evals]\n---\n# Results of everybody\n"
    repository.commit({**repository.commits[-1].files, "README.md": card, "table.csv": b"a"}, "x")
    found = push_runs(a_run(tmp_path / "b", "theirs", 2))
    assert sorted(found.uploaded) == [
        "runs/theirs/ser_evals/emodb/urdu/predictions.parquet",
        "runs/theirs/ser_evals/emodb/urdu/run.json",
    ]
    held = files(hub, "ser-evals/results")
    assert held["README.md"] == card and held["table.csv"] == b"a"
    assert json.loads(held["runs/ours/ser_evals/emodb/urdu/run.json"]) == {"score": 1}
    assert not push_runs(tmp_path / "a").uploaded and len(repository.commits) == 4


@pytest.mark.parametrize("change", ["other", "more", "fewer"])
def test_results_are_never_overwritten(
    change: str, hub: Hub, submissions: None, tmp_path: Path
) -> None:
    push_runs(a_run(tmp_path, "ours", 1))
    folder = tmp_path / "ours" / "ser_evals" / "emodb" / "urdu"
    if change == "fewer":
        (folder / "predictions.parquet").unlink()
    else:
        name = "run.json" if change == "other" else "more.json"
        (folder / name).write_text("{}", encoding="utf-8")
    before = heads(hub)
    line = "runs/ours/ser_evals/emodb/urdu is there already with other content, and results are"
    refused(lambda: push_runs(tmp_path), line)
    assert heads(hub) == before


OWN = """
from dataclasses import replace
from ser_evals.corpora import get_corpus

corpus = replace(get_corpus("synthetic"), name="mine")
"""


def test_a_record_of_ones_own_that_has_moved(
    hub: Hub, quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(tmp_path / "data", name="synthetic", speakers=3, takes=1)
    (tmp_path / "data" / "synthetic").rename(tmp_path / "data" / "mine")
    own, moved = tmp_path / "own.py", tmp_path / "moved.py"
    own.write_text(OWN)
    out, facts = tmp_path / "out", {"data_dir": tmp_path / "data", "seeds": 1, "device": "cpu"}
    ser_evals.run(str(own), str(own), output=out, protocol="ser_evals_2024", **facts)
    own.rename(moved)
    given = r"give .*\(--corpora mine.py, corpora=\[\"mine.py\"\]\)"
    refused(lambda: push_runs(out), f"mine: nobody knows what its licence allows: {given}")
    refused(
        lambda: push_model(out), f"mine: no record of this corpus is known, .* is gone: {given}"
    )
    assert hub.writes == []
    assert push_runs(out, corpora=[moved], dry_run=True).uploaded
    assert push_model(out, corpora=[moved], dry_run=True).uploaded
    for kind in ("results", "model"):
        assert main(["push", kind, str(out), "--corpora", str(moved)]) == 0
        assert "uploaded" in capsys.readouterr().out


def test_a_submission_is_no_run(hub: Hub, trained: Trained, tmp_path: Path) -> None:
    given = ser_evals.submissions.prepare(trained.run, tmp_path / "sub").folder
    for folder in (given, next(given.rglob("run.json"))):
        line = "what was made to be published does not say where corpora lie: give the folder of th"
        refused(lambda folder=folder: push_model(folder), line)
    assert hub.writes == []
    assert push_model(given, data_dir=trained.data, dry_run=True).uploaded


def test_as_a_command(hub: Hub, data: Path, tmp_path: Path) -> None:
    environment = hub.environment(tmp_path / "home") | {"SER_EVALS_CACHE": str(tmp_path / "cache")}

    def command(*words: str) -> subprocess.CompletedProcess:
        line = [sys.executable, "-m", "ser_evals", "push", *words]
        return subprocess.run(line, capture_output=True, text=True, env=environment, timeout=240)

    done = command("corpus", "synthetic", "--data-dir", str(data), "--org", "ser-evals")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"dataset {NAME}: 5 files uploaded (")
    done = command("metrics", "uar", "--dry-run")
    assert done.stdout.startswith("dry run: space ser-evals/uar: a new repository, 4 files")
    done = command("metrics", "uar", "--org", "nobody")
    assert done.returncode == 2 and done.stderr.startswith(
        "ser-evals: no permission to write to nobody: ser-evals is no member of it; use a token"
    )
    held = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert held and not any(b"hf_loopback" in path.read_bytes() for path in held)
