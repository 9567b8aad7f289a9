"""Corpora in the layout of the Hub: the rows of a copy, and nothing that is not allowed."""

import base64
import io
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import soundfile
from datasets import Audio, Dataset, get_dataset_config_names, load_dataset

from ser_evals.corpora import Corpus, Utterance, get_corpus
from ser_evals.data import index, to_dataset
from ser_evals.errors import SerEvalsError
from ser_evals.sharing import _prepare, _shards, _write, prepare, publishable, scripts
from ser_evals.sharing._columns import COLUMNS, WITHHELD
from ser_evals.synthesis import generate

ROWS = 24
CONFIGS = ["ser_evals", "ser_evals_2024", "native"]
SECRET = "what was said stays here"

WITHOUT_THE_PACKAGE = """
import base64, json, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "ser_evals":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Blocked())
from datasets import Audio, get_dataset_config_names, load_dataset
folder, found = sys.argv[1], {}
for config in get_dataset_config_names(folder):
    for split, rows in load_dataset(folder, config).items():
        columns = {name: repr(kind) for name, kind in rows.features.items()}
        if "audio" in columns:
            rows = rows.cast_column("audio", Audio(decode=False))
        rows = rows.to_list()
        for row in rows:
            if "audio" in row:
                row["audio"]["bytes"] = base64.b64encode(row["audio"]["bytes"]).decode()
        found.setdefault(config, {})[split] = [columns, rows]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("data"), speakers=2, takes=2)


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return shutil.copytree(original, tmp_path / "synthetic")


@pytest.fixture
def with_record(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Corpus]:
    def change(**facts: Any) -> Corpus:
        record = replace(get_corpus("synthetic"), **facts)
        monkeypatch.setattr(_prepare, "get_corpus", lambda name: record)
        return record

    return change


def divided(read: Callable[[Path], Iterator[Utterance]]) -> Callable[[Path], Iterator[Utterance]]:
    """Return a reading function with official splits, transcripts and a session."""
    names = ("train", None, "dev", "test")

    def reading(root: Path) -> Iterator[Utterance]:
        for i, u in enumerate(sorted(read(root), key=lambda u: u.id)):
            yield replace(u, split=names[i % 4], text=SECRET, session=f"s{i % 2}")

    return reading


def loaded(folder: Path) -> dict[str, dict[str, tuple[dict[str, str], list[dict]]]]:
    """Load a folder in a process that cannot import this package."""
    command = [sys.executable, "-c", WITHOUT_THE_PACKAGE, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_bytes(rows: Dataset) -> list[dict]:
    """Return rows with the bytes of their files."""
    found = rows.cast_column("audio", Audio(decode=False)).to_list()
    for row in found:
        path = Path(row["audio"]["path"])
        row["audio"] = {
            "bytes": base64.b64encode(row["audio"]["bytes"] or path.read_bytes()).decode(),
            "path": path.name,
        }
    return found


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_column_is_decided_upon(original: Path) -> None:
    """A column that is new in the data must be given a meaning here, or it is not published."""
    features = to_dataset(index(get_corpus("synthetic"), original)).features
    assert list(features) == list(COLUMNS)


def test_publishable() -> None:
    corpus = get_corpus("emodb")
    assert publishable(corpus) == tuple(COLUMNS)
    columns = publishable(replace(corpus, redistributable="labels"))
    assert set(COLUMNS) - set(columns) == set(WITHHELD) == {"audio", "text"}
    signed = replace(corpus, redistributable="nothing", licence="EULA of X")
    with pytest.raises(SerEvalsError, match=r"emodb: no row of EmoDB may be .* 'EULA of X'"):
        publishable(signed)


def test_rows_are_the_builders(original: Path, tmp_path: Path) -> None:
    found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    assert (
        found.files
        == found.written
        == tuple(f"{config}/train-00000-of-00001.parquet" for config in ("ser_evals", "native"))
    )
    assert found.rows == {config: {"train": ROWS} for config in CONFIGS}
    without = loaded(found.folder)
    assert list(without) == CONFIGS == get_dataset_config_names(str(found.folder))
    for config in CONFIGS:
        built = load_dataset("ser-evals/synthetic", config, data_dir=str(original), split="train")
        features, rows = without[config]["train"]
        assert features == {name: repr(kind) for name, kind in built.features.items()}
        assert rows == in_bytes(built)
        files = [base64.b64decode(row["audio"]["bytes"]) for row in rows]
        assert files == [(original / f"{row['id']}.wav").read_bytes() for row in rows]


def test_official_splits(
    original: Path, tmp_path: Path, with_record: Callable[..., Corpus]
) -> None:
    record = with_record(read=divided(get_corpus("synthetic").read))
    found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    assert found.rows["native"] == {"train": 6, "validation": 6, "test": 6, "unassigned": 6}
    data = to_dataset(index(record, original))
    for split, (_, rows) in loaded(found.folder)["ser_evals"].items():
        official = {"validation": "dev", "unassigned": None}.get(split, split)
        assert rows == in_bytes(data.filter(lambda name: name == official, input_columns="split"))  # noqa: B023


def test_stretches_of_a_file_are_cut_out(
    original: Path, tmp_path: Path, with_record: Callable[..., Corpus]
) -> None:
    read = get_corpus("synthetic").read
    begin, end = 0.1, 0.35

    def cut(root: Path) -> Iterator[Utterance]:
        return (replace(u, id=f"{u.id}_cut", start=begin, end=end) for u in read(root))

    record = with_record(read=cut)
    found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    rows = pq.read_table(found.folder / found.files[0], columns=["id", "audio"]).to_pylist()
    assert [row["id"] for row in rows] == [row["id"] for row in index(record, original).rows]
    for row in rows:
        samples, rate = soundfile.read(io.BytesIO(row["audio"]["bytes"]), dtype="int16")
        whole, _ = soundfile.read(original / f"{row['id'].removesuffix('_cut')}.wav", dtype="int16")
        assert samples.tolist() == whole[round(begin * rate) : round(end * rate)].tolist()
        assert row["audio"]["bytes"][:4] == b"fLaC"
    without = loaded(found.folder)["ser_evals"]["train"][1]
    assert {(row["start"], row["end"]) for row in without} == {(begin, end)}


def test_labels_without_audio_and_text(
    original: Path, tmp_path: Path, with_record: Callable[..., Corpus]
) -> None:
    changes = dict(redistributable="labels", licence="research only")
    record = with_record(read=divided(get_corpus("synthetic").read), **changes)
    found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    assert found.published == "labels" and len(found.files) == 8
    expected = to_dataset(index(record, original)).remove_columns(["audio", "text"]).to_list()
    rows = [row for _, rows in loaded(found.folder)["ser_evals_2024"].values() for row in rows]
    assert sorted(rows, key=lambda row: row["id"]) == expected
    written = b"".join(contents(found.folder).values())
    assert SECRET.encode() not in written and b"RIFF" not in written
    assert len(written) < 100_000


def test_nothing_but_card_and_numbers(
    original: Path,
    tmp_path: Path,
    with_record: Callable[..., Corpus],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with_record(redistributable="nothing", licence="signed EULA")
    with caplog.at_level(logging.WARNING, "ser_evals"):
        found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    assert "synthetic: only its card is written: licence 'signed EULA'" in caplog.text
    assert found.files == () and "card and numbers only" in str(found)
    files = contents(found.folder)
    assert sorted(files) == [".ser_evals.json", "README.md", "eval.yaml"]
    numbers = json.loads(files[".ser_evals.json"])
    assert numbers["complete"] and numbers["configs"]["native"]["classes"]["anger"] == 4
    for name in (b"f01_", b"m0", b"f01"):
        assert name not in files[".ser_evals.json"] + files["README.md"]


def test_the_writer_itself_refuses(original: Path) -> None:
    signed = replace(get_corpus("synthetic"), redistributable="nothing")
    with pytest.raises(SerEvalsError, match="no row of .* may be published"):
        _write.Writer(index(signed, original))


def test_no_path_of_this_machine_is_published(original: Path, tmp_path: Path) -> None:
    found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    for name, content in contents(found.folder).items():
        assert str(original).encode() not in content, name
        assert str(tmp_path).encode() not in content, name


def test_the_same_copy_gives_the_same_bytes(original: Path, tmp_path: Path) -> None:
    first = prepare("synthetic", data_dir=original, output=tmp_path / "first")
    before = contents(first.folder)
    times = {name: (first.folder / name).stat().st_mtime_ns for name in first.files}
    again = prepare("synthetic", data_dir=original, output=tmp_path / "first")
    assert again.written == () and again.files == first.files
    assert times == {name: (first.folder / name).stat().st_mtime_ns for name in first.files}
    elsewhere = shutil.copytree(original, tmp_path / "elsewhere" / "synthetic")
    second = prepare("synthetic", data_dir=elsewhere, output=tmp_path / "second")
    assert before == contents(first.folder) == contents(second.folder)


def test_shards(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = max(path.stat().st_size for path in original.glob("*.wav"))
    monkeypatch.setattr(_shards, "SHARD_BYTES", 6 * size)
    monkeypatch.setattr(_write, "GROUP_ROWS", 4)
    found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    native = [name for name in found.files if name.startswith("native")]
    assert len(native) >= 3
    assert native[-1].endswith(f"{len(native) - 1:05d}-of-{len(native):05d}.parquet")
    files = [pq.ParquetFile(found.folder / name) for name in native]
    for file in files:
        groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
        assert max(groups) <= 4 and sum(groups) == file.metadata.num_rows
    ids = [i for file in files for i in file.read(["id"])["id"].to_pylist()]
    assert ids == [row["id"] for row in index(get_corpus("synthetic"), original).rows]
    rows = load_dataset(str(found.folder), "native", split="train", streaming=True)
    assert [row["id"] for row in rows.cast_column("audio", Audio(decode=False))] == ids
    monkeypatch.undo()
    fewer = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    assert {name for name in contents(found.folder) if name.endswith("parquet")} == set(fewer.files)
    assert len(fewer.files) == 2


def test_an_interrupted_call_is_taken_up(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, write = tmp_path / "out", _write.Writer.write

    def interrupted(self: _write.Writer, shard: Any, *rest: Any) -> None:
        if shard.path.startswith("native"):
            raise KeyboardInterrupt
        write(self, shard, *rest)

    monkeypatch.setattr(_write.Writer, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        prepare("synthetic", data_dir=original, output=output)
    assert json.loads((output / ".ser_evals.json").read_text())["complete"] is False
    assert not (output / "README.md").exists()
    monkeypatch.undo()
    found = prepare("synthetic", data_dir=original, output=output)
    assert found.written == ("native/train-00000-of-00001.parquet",)
    whole = prepare("synthetic", data_dir=original, output=tmp_path / "whole")
    assert contents(output) == contents(whole.folder)


def test_what_is_damaged_or_changed_is_written_again(folder: Path, tmp_path: Path) -> None:
    first = prepare("synthetic", data_dir=folder, output=tmp_path / "out")
    before = contents(first.folder)
    shard = first.folder / first.files[0]
    shard.write_bytes(shard.read_bytes()[:1000])
    again = prepare("synthetic", data_dir=folder, output=tmp_path / "out")
    assert len(load_dataset(str(first.folder), split="train")) == ROWS
    assert again.written == first.files[:1] and contents(first.folder) == before
    shutil.copy(folder / "f01_anger_1.wav", folder / "f01_fear_9.wav")
    changed = prepare("synthetic", data_dir=folder, output=tmp_path / "out")
    assert changed.written == first.files
    sound = pq.read_table(shard, columns=["id", "audio"]).to_pylist()
    sounds = {row["id"]: row["audio"]["bytes"] for row in sound}
    assert len(load_dataset(str(first.folder), split="train")) == ROWS + 1
    assert sounds["f01_fear_9"] == (folder / "f01_anger_1.wav").read_bytes()


def test_a_failed_shard_leaves_nothing_behind(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(row: dict) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(_write, "embed", full)
    with pytest.raises(SerEvalsError, match="f01_anger_1 cannot be read: .*Input/output error"):
        prepare("synthetic", data_dir=original, output=tmp_path / "out")
    assert sorted(contents(tmp_path / "out")) == [".ser_evals.json"]


def test_unreadable_files_are_refused_before_anything_is_written(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "f01_anger_1.wav").write_bytes(b"")
    with pytest.raises(SerEvalsError, match="1 of 24 audio files .* f01_anger_1.wav is empty"):
        prepare("synthetic", data_dir=folder, output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_other_folders_are_left_alone(original: Path, tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match=r"holds 'README.txt': give an empty folder"):
        prepare("synthetic", data_dir=original, output=original)
    prepare("synthetic", data_dir=original, output=tmp_path / "out")
    other = generate(tmp_path, name="synthetic_other", speakers=1, takes=1)
    with pytest.raises(SerEvalsError, match="out holds the corpus synthetic: give an empty"):
        prepare("synthetic_other", data_dir=other, output=tmp_path / "out")


def test_a_part_of_a_corpus_is_told(original: Path, tmp_path: Path) -> None:
    found = prepare("synthetic", data_dir=original, output=tmp_path / "out")
    told = "**Prepared from a copy with 24 utterances; a full copy has 288.**"
    assert told in (found.folder / "README.md").read_text(encoding="utf-8")
    facts = json.loads((found.folder / ".ser_evals.json").read_text(encoding="utf-8"))
    assert facts["utterances"] == {"found": 24, "full_copy": 288}


def test_the_script_of_a_corpus(original: Path, tmp_path: Path) -> None:
    script = tmp_path / "prepare.py"
    script.write_text(scripts("synthetic")["synthetic/prepare.py"], encoding="utf-8")

    def call(data_dir: Path) -> subprocess.CompletedProcess:
        places = ["--data-dir", str(data_dir), "--output", str(tmp_path / "out")]
        command = [sys.executable, str(script), *places]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    done = call(original)
    assert done.returncode == 0, done.stderr
    assert "synthetic: ser_evals: train 24" in done.stdout
    wrong = call(tmp_path / "nowhere")
    assert wrong.returncode == 2 and "no folder of that name" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_a_record_of_ones_own(original: Path, tmp_path: Path) -> None:
    record = tmp_path / "mine.py"
    record.write_text(
        "from dataclasses import replace\n"
        "from ser_evals.corpora import get_corpus\n"
        "corpus = replace(get_corpus('synthetic'), name='mine', labels=None,\n"
        "    native_labels=get_corpus('synthetic').own_labels)\n",
        encoding="utf-8",
    )
    found = prepare(record, data_dir=original, output=tmp_path / "out")
    assert found.corpus == "mine" and found.rows == {"native": {"train": ROWS}}


@pytest.mark.real_corpora
def test_real_speech(corpora_dir: Path, tmp_path: Path) -> None:
    found = prepare("emodb", data_dir=corpora_dir / "emodb", output=tmp_path / "out")
    assert found.rows == {config: {"train": 535} for config in CONFIGS}
    built = to_dataset(index(get_corpus("emodb"), corpora_dir / "emodb", taxonomy="native"))
    read = load_dataset(str(found.folder), "native", split="train")
    assert read.features == built.features
    assert in_bytes(read) == in_bytes(built)
