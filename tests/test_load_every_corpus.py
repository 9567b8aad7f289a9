"""Every corpus's sample tree, with audio of the right container, through `load_dataset`."""

import io
import subprocess
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import soundfile
from datasets import Audio, get_dataset_config_names, load_dataset

from ser_evals import load_corpus
from ser_evals.corpora import Corpus, get_corpus, list_corpora

RATE = 16_000
SOUNDFILE = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG", ".mp3": "MP3", ".sph": "NIST"}
SOUNDFILE |= {".aif": "AIFF", ".aiff": "AIFF"}
VIDEO = (".mp4", ".avi", ".mkv", ".mov", ".flv", ".mpg")


def write_audio(path: Path, seconds: float, number: int) -> None:
    """Write noise that no other file of the tree holds."""
    wave = np.random.default_rng(number).uniform(-0.3, 0.3, round(seconds * RATE))
    suffix = path.suffix.lower()
    if suffix in SOUNDFILE:
        with soundfile.SoundFile(path, "w", RATE, 1, format=SOUNDFILE[suffix]) as file:
            file.write(wave)
        return
    soundfile.write(path.with_suffix(".tmp.wav"), wave, RATE)
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", path.with_suffix(".tmp.wav")]
    if suffix in VIDEO:
        command += ["-f", "lavfi", "-i", f"testsrc=d={seconds}:s=16x16:r=1", "-c:v", "mpeg4"]
    subprocess.run([*map(str, command), str(path)], check=True)
    path.with_suffix(".tmp.wav").unlink()


def write_tree(corpus: Corpus, root: Path) -> Path:
    """Write a sample tree whose recordings are as long as their stretches need."""
    ends: dict[str, float] = {}
    for u in corpus.sample.utterances:
        ends[u.path] = max(ends.get(u.path, 0.5), 0.2 + (u.end or u.start or 0.0))
    files = dict.fromkeys(ends, "") | dict(corpus.sample.files)
    for number, (name, content) in enumerate(files.items()):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".xlsx":
            book = openpyxl.Workbook()
            for line in content.splitlines():
                book.active.append(line.split("\t"))
            book.save(path)
        elif content:
            path.write_text(content, encoding="utf-8")
        else:
            write_audio(path, ends.get(name, 0.5), number)
    return root


def test_rows_without_audio_are_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Though `load_dataset` reads the folder more than once."""
    root = write_tree(get_corpus("nemo"), tmp_path / "nemo")
    with open(root / "data.tsv", "a") as table:
        table.write("EB0_anger_13.wav\tanger\tKot śpi.\tkot śpi\tEB0\tfemale\t27\n")
    load_dataset("ser-evals/nemo", data_dir=str(root))
    said = [r.getMessage() for r in caplog.records if r.name == "ser_evals"]
    assert [line.split(": ", 1)[1].split(":")[0] for line in said] == [
        "1 of 2 rows have no audio and are left out",
        "1 utterances found, a full copy has 4481",
    ]


@pytest.mark.parametrize("name", list_corpora())
def test_load_dataset(name: str, tmp_path: Path) -> None:
    corpus = get_corpus(name)
    root = str(write_tree(corpus, tmp_path / name))
    address = f"ser-evals/{name}"
    # Tasks of other corpora that mean something for this one come after its own.
    own = get_dataset_config_names(address, data_dir=root)[: len(corpus.taxonomies)]
    assert own == list(corpus.taxonomies)
    wanted = {u.id: u for u in corpus.sample.utterances}
    parts = load_dataset(address, "native", data_dir=root)
    parts = parts.cast_column("audio", Audio(decode=False))
    rows = [row for part in parts.values() for row in part]
    assert {row["id"] for row in rows} == wanted.keys()
    assert set(parts) == {{"dev": "validation"}.get(s, s) for s in splits(corpus)}
    for row in rows:
        u = wanted[row["id"]]
        assert (row["label"], row["speaker"], row["split"]) == (u.label, u.speaker, u.split)
        assert tuple(row["votes"]) == u.votes and row["arousal"] == u.arousal
        assert row["corpus"] == name
        check_sound(row)
    for part, streamed in load_dataset(address, "native", data_dir=root, streaming=True).items():
        undecoded = streamed.cast_column("audio", Audio(decode=False))
        assert list(undecoded) == list(parts[part])
    whole = load_corpus(name, data_dir=root, taxonomy="native")
    whole = whole.cast_column("audio", Audio(decode=False)).to_list()
    assert whole == sorted(rows, key=lambda row: row["id"])


@pytest.mark.parametrize("name", list_corpora())
def test_every_taxonomy_and_task(name: str, tmp_path: Path) -> None:
    corpus = get_corpus(name)
    root = str(write_tree(corpus, tmp_path / name))
    for taxonomy in corpus.taxonomies:
        targets = {u.id: corpus.target(u, taxonomy) for u in corpus.sample.utterances}
        if not any(targets.values()):
            continue
        parts = load_dataset(f"ser-evals/{name}", taxonomy, data_dir=root)
        found = {}
        for part in parts.values():
            names = part.features["emotion"].names
            assert tuple(names) == corpus.classes(taxonomy)
            pairs = zip(part["id"], part["emotion"], strict=True)
            found |= {key: names[number] for key, number in pairs}
        assert found == {key: target for key, target in targets.items() if target}


def splits(corpus: Corpus) -> set[str]:
    elsewhere = "unassigned" if any(u.split for u in corpus.sample.utterances) else "train"
    return {u.split or elsewhere for u in corpus.sample.utterances}


def check_sound(row: dict) -> None:
    """Every row's sound is a file that libsndfile reads, and as long as the row says."""
    held, path = row["audio"]["bytes"], row["audio"]["path"]
    found = soundfile.info(path if held is None else io.BytesIO(held))
    assert found.duration == pytest.approx(row["duration"], abs=1 / RATE)
    if row["start"] is not None or row["end"] is not None:
        assert held is not None and path == f"{row['id'].rpartition('/')[2]}.flac"
