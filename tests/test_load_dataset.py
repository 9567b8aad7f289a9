"""`datasets.load_dataset("ser-evals/<corpus>", data_dir=...)`, and what it leaves alone."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from inspect import signature
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import datasets
import pytest
from datasets import Audio, ClassLabel, Dataset, List, Value, load_dataset
from datasets.exceptions import DatasetNotFoundError

from ser_evals import load_corpus
from ser_evals.corpora import Corpus, Task, get_corpus
from ser_evals.data import _builder, _register, install
from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError
from ser_evals.synthesis import generate

NAME = "ser-evals/synthetic"
ROWS = 24
FACTORY = datasets.load.dataset_module_factory


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("data"), speakers=2, takes=2)


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return shutil.copytree(original, tmp_path / "synthetic")


def load(folder: Path | str, name: str | None = None, **options: Any) -> Dataset:
    found = load_dataset(NAME, name, data_dir=str(folder), split="train", **options)
    return found.cast_column("audio", Audio(decode=False))


def plain(name: str, folder: Path, **options: Any) -> list[dict]:
    found = load_corpus(name, data_dir=folder, **options)
    return found.cast_column("audio", Audio(decode=False)).to_list()


SCRIPT = """
import json, sys
{imports}
from datasets import Audio, get_dataset_config_names, get_dataset_split_names, load_dataset
name, folder = "ser-evals/synthetic", sys.argv[1]
undecoded = lambda found: found.cast_column("audio", Audio(decode=False))
train = dict(data_dir=folder, split="train")
print(json.dumps({{
    "rows": undecoded(load_dataset(name, **train)).to_list(),
    "emotions": {{
        config: load_dataset(name, name=config, **train).features["emotion"].names
        for config in ("ser_evals", "native", "ser_evals_2024")
    }},
    "sliced": load_dataset(name, data_dir=folder, split="train[:10]")["id"][:],
    "splits": get_dataset_split_names(name, data_dir=folder),
    "configs": get_dataset_config_names(name, data_dir=folder),
    "streamed": list(undecoded(load_dataset(name, streaming=True, **train))),
}}))
"""


@pytest.mark.parametrize(
    "imports",
    ["import ser_evals, datasets", "import datasets, ser_evals", "import datasets.load, ser_evals"],
)
def test_in_a_fresh_process(imports: str, original: Path) -> None:
    command = [sys.executable, "-c", SCRIPT.format(imports=imports), str(original)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    expected = plain("synthetic", original)
    assert len(expected) == ROWS
    assert found["rows"] == found["streamed"] == expected
    own = ["anger", "disgust", "fear", "happiness", "neutral", "sadness"]
    assert found["emotions"] == {
        "ser_evals": list(EMOTIONS),
        "native": own,
        "ser_evals_2024": list(EMOTIONS),
    }
    assert found["sliced"] == [row["id"] for row in expected[:10]]
    assert found["splits"] == ["train"]
    assert found["configs"][:3] == ["ser_evals", "ser_evals_2024", "native"]
    assert "iemocap_4cl" in found["configs"], "a task of another corpus"


def test_importing_the_package_imports_no_heavy_library() -> None:
    heavy = ("datasets", "transformers", "evaluate", "torch", "pandas", "pyarrow", "sklearn")
    code = f"import sys, ser_evals; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_features_are_those_of_the_record(original: Path) -> None:
    found = load_dataset(NAME, data_dir=str(original), split="train")
    text = Value("string")
    assert dict(found.features) == {
        **{name: text for name in ("id", "label", "corpus", "language", "speaker", "sex")},
        **{name: text for name in ("session", "group", "sentence", "text", "split")},
        "audio": Audio(sampling_rate=16_000),
        "emotion": ClassLabel(names=list(EMOTIONS)),
        "intensity": text,
        **{name: Value("float64") for name in ("duration", "start", "end", "confidence")},
        **{name: Value("float64") for name in ("arousal", "valence", "dominance")},
        **{name: List(text) for name in ("votes", "raters")},
    }
    record = get_corpus("synthetic")
    assert found.info.citation == record.citation.bibtex and found.info.license == record.licence


@pytest.mark.parametrize("taxonomy", ["ser_evals", "ser_evals_2024", "native"])
def test_rows_are_those_of_load_corpus(taxonomy: str, original: Path) -> None:
    assert load(original, taxonomy).to_list() == plain("synthetic", original, taxonomy=taxonomy)


def test_an_unknown_taxonomy_names_the_known_ones(original: Path) -> None:
    with pytest.raises(ValueError, match="'seven' not found. Available: .'ser_evals', 'ser_evals_"):
        load(original, "seven")


def test_a_changed_and_an_added_file_are_seen(folder: Path) -> None:
    before = load(folder)
    longer, added = folder / before["id"][3], folder / "f09_anger_1.wav"
    other = folder / before["id"][0]
    shutil.copy(other.with_suffix(".wav"), added)
    shutil.copy(other.with_suffix(".wav"), longer.with_suffix(".wav"))
    after = load(folder)
    assert after.to_list() == plain("synthetic", folder) != before.to_list()
    assert len(after) == len(before) + 1
    assert after["duration"][3] == after["duration"][0] != before["duration"][3]
    added.unlink()
    assert len(load(folder)) == len(before)


@pytest.fixture
def with_record(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Corpus]:
    def change(**facts: Any) -> Corpus:
        record = replace(get_corpus("synthetic"), **facts)
        monkeypatch.setattr(_register, "get_corpus", lambda name: record)
        monkeypatch.setattr(_builder, "get_corpus", lambda name: record)
        return record

    return change


def test_a_changed_label_map_is_seen(folder: Path, with_record: Callable[..., Corpus]) -> None:
    labels = get_corpus("synthetic").labels
    assert set(load(folder)["emotion"]) == {0, 1, 2, 3, 5, 7}
    with_record(labels={**labels, "fear": "surprise"})
    assert set(load(folder)["emotion"]) == {0, 1, 2, 4, 5, 7}


def test_changed_facts_of_a_speaker_are_seen(
    folder: Path, with_record: Callable[..., Corpus]
) -> None:
    read = get_corpus("synthetic").read
    assert set(load(folder)["sex"]) == {"female", "male"}
    with_record(read=lambda root: (replace(u, sex=None, text="la") for u in read(root)))
    assert set(load(folder)["sex"]) == {None} and set(load(folder)["text"]) == {"la"}


@pytest.mark.parametrize(
    ("column", "value"),
    [("votes", ["glad", "sad"]), ("arousal", 2.5), ("intensity", "strong"), ("text", "la")],
)
def test_every_column_is_seen(
    column: str, value: object, folder: Path, with_record: Callable[..., Corpus]
) -> None:
    read = get_corpus("synthetic").read
    load(folder)
    given = tuple(value) if isinstance(value, list) else value
    with_record(read=lambda root: (replace(u, **{column: given}) for u in read(root)))
    assert load(folder)[column][:] == [value] * ROWS


def test_tasks_are_configurations(folder: Path, with_record: Callable[..., Corpus]) -> None:
    read = get_corpus("synthetic").read

    def asked(answer: str) -> Corpus:
        task = Task(("no", "yes"), {"N": "no", "Y": "yes"}, "asked apart")
        given = {"synthetic_asked": answer}
        return with_record(
            tasks={"synthetic_asked": task},
            read=lambda root: (replace(u, tasks=given) for u in read(root)),
        )

    for answer, number in (("Y", 1), ("N", 0)):
        asked(answer)
        found = load(folder, "synthetic_asked")
        assert found.features["emotion"].names == ["no", "yes"]
        assert set(found["emotion"]) == {number}


def test_an_embedded_corpus_is_built_in_parts(
    folder: Path, with_record: Callable[..., Corpus], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = get_corpus("synthetic").read
    with_record(read=lambda root: (replace(u, start=0.1, end=0.5) for u in read(root)))
    monkeypatch.setattr(_builder, "MOST_SECONDS", 1.0)
    found = load(folder)
    assert found["duration"][:] == [0.4] * ROWS
    assert len({audio["bytes"] for audio in found["audio"]}) == ROWS
    assert len(found.data.to_batches()) == ROWS // 2


def test_official_splits(folder: Path, with_record: Callable[..., Corpus]) -> None:
    read, names = get_corpus("synthetic").read, ("train", "train", "dev", "test")

    def divided(root: Path) -> Iterator:
        return (replace(u, split=names[i % 4]) for i, u in enumerate(read(root)))

    with_record(read=divided)
    found = load_dataset(NAME, data_dir=str(folder))
    assert {name: len(rows) for name, rows in found.items()} == {
        "train": ROWS // 2,
        "validation": ROWS // 4,
        "test": ROWS // 4,
    }
    assert found["validation"]["split"][:] == ["dev"] * (ROWS // 4)


def test_a_corpus_without_emotions_is_native(
    folder: Path, with_record: Callable[..., Corpus]
) -> None:
    own = get_corpus("synthetic").own_labels
    with_record(labels=None, native_labels=own)
    assert load(folder).features["emotion"].names == list(own)
    assert datasets.get_dataset_config_names(NAME, data_dir=str(folder)) == ["native"]
    assert datasets.get_dataset_default_config_name(NAME, data_dir=str(folder)) == "native"


def test_unreadable_files(folder: Path) -> None:
    broken = folder / f"{load(folder)['id'][2]}.wav"
    broken.write_bytes(b"")
    with pytest.raises(SerEvalsError, match=rf"1 of {ROWS} audio files .* {broken.name} is empty"):
        load(folder)
    assert len(load(folder, skip_unreadable=True)) == ROWS - 1


def test_a_wrong_folder_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match="synthetic: .*: no folder of that name"):
        load(tmp_path / "nowhere")
    with pytest.raises(SerEvalsError, match="nothing of that corpus in that folder"):
        load(tmp_path)


def test_relative_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two equal copies under one relative name are not mixed up by the cache."""
    copy = shutil.copytree(folder, folder.parent / "elsewhere" / "synthetic")
    for place in (folder, copy):
        monkeypatch.chdir(place.parent)
        paths = {Path(audio["path"]).parent for audio in load("synthetic")["audio"]}
        assert paths == {place}
    monkeypatch.chdir(folder)
    assert len(load(".")) == len(load("../synthetic")) == ROWS


def test_home_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    assert load("~/synthetic").to_list() == plain("synthetic", folder)


def test_a_path_object(folder: Path) -> None:
    assert len(load_dataset(NAME, data_dir=folder, split="train")) == ROWS


@pytest.fixture
def spied(monkeypatch: pytest.MonkeyPatch) -> tuple[Callable[..., Any], list[Any]]:
    """A wrapped factory, and what reaches the function below it."""
    monkeypatch.setattr(datasets.inspect, "dataset_module_factory", FACTORY)
    calls: list[Any] = []
    parts = {name: getattr(datasets.load, name) for name in ("Hasher", "DatasetModule")}
    load = SimpleNamespace(
        dataset_module_factory=lambda *args, **kwargs: calls.append((args, kwargs)) or "passed",
        BuilderConfigsParameters=datasets.load.BuilderConfigsParameters,
        **parts,
    )
    install(load)
    return load.dataset_module_factory, calls


def test_everything_else_reaches_the_original(
    spied: tuple[Callable[..., Any], list[Any]], folder: Path
) -> None:
    factory, calls = spied
    for args, options in [
        ((NAME,), {"revision": "0123abc", "data_dir": None}),
        ((NAME, "v1.0"), {}),
        ((NAME, None, None, None, None), {}),
        (("ser-evals/unheard_of",), {"data_dir": str(folder)}),
        (("someone/synthetic",), {"data_dir": str(folder)}),
        (("synthetic",), {"data_dir": str(folder)}),
        (("audiofolder",), {"data_dir": str(folder), "revision": "main"}),
    ]:
        calls.clear()
        assert factory(*args, **options) == "passed"
        assert calls == [(args, options)]


def test_data_dir_may_come_by_position(
    spied: tuple[Callable[..., Any], list[Any]], folder: Path
) -> None:
    factory, calls = spied
    assert list(signature(FACTORY).parameters)[:5][-1] == "data_dir"
    module = factory(NAME, None, None, None, str(folder))
    assert module.builder_kwargs["data_dir"] == str(folder) and calls == []
    assert factory(path=NAME, data_dir=str(folder)).hash == module.hash


def test_installing_twice_wraps_once() -> None:
    install(datasets.load)
    assert (
        datasets.load.dataset_module_factory is FACTORY is datasets.inspect.dataset_module_factory
    )
    assert not hasattr(FACTORY.__wrapped__, "ser_evals")


def test_without_data_dir_the_hub_is_asked() -> None:
    with pytest.raises((ConnectionError, DatasetNotFoundError), match="ser-evals/synthetic"):
        load_dataset(NAME, revision="0123abc")
