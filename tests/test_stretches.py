"""Utterances that are stretches of longer files, and the sound of one row as bytes."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from ser_evals import audio, load_corpus
from ser_evals.corpora import Corpus, Utterance, get_corpus
from ser_evals.data import CorpusData, embed, index, to_dataset
from ser_evals.errors import SerEvalsError
from ser_evals.features._encode import decode

RATE = 24_000
RECORD = """
from dataclasses import replace
from ser_evals.corpora import Utterance, get_corpus

def read(root):
    for i, split in enumerate(["train", "test", None, "train"]):
        yield Utterance(f"u{i}", "talk.wav", "anger", speaker="ab"[i % 2], split=split,
                        start=0.5 * i, end=0.5 * i + 0.4)
    yield Utterance("whole", "talk.wav", "fear", speaker="b")

corpus = replace(get_corpus("synthetic"), name="own", utterances=None, read=read)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "mini"
    folder.mkdir()
    write(folder / "talk.wav", 3.0)
    return folder


def write(path: Path, seconds: float, **kind: str) -> np.ndarray:
    wave = np.random.default_rng(round(seconds)).uniform(-0.5, 0.5, (round(seconds * RATE), 2))
    soundfile.write(path, wave, RATE, **kind)
    return soundfile.read(path, dtype="float32", always_2d=True)[0]


def mini(*utterances: dict[str, Any]) -> Corpus:
    found = [
        Utterance(**{"id": f"u{i}", "path": "talk.wav", "label": "anger"} | fields)
        for i, fields in enumerate(utterances)
    ]

    def read(folder: Path) -> Iterator[Utterance]:
        yield from found

    return replace(get_corpus("synthetic"), name="mini", utterances=None, read=read)


PARTS = [{"start": 0.0, "end": 1.0}, {"start": 1.0, "end": 2.5}, {"start": 2.5}, {"end": 3.02}, {}]


def test_rows_of_stretches(root: Path) -> None:
    data = index(mini(*PARTS), root)
    assert [(row["start"], row["end"]) for row in data.rows] == [
        (0.0, 1.0),
        (1.0, 2.5),
        (2.5, None),
        (None, 3.02),
        (None, None),
    ]
    assert [row["duration"] for row in data.rows] == [1.0, 1.5, 0.5, 3.0, 3.0]
    assert len({row["digest"] for row in data.rows}) == 5
    assert {Path(row["audio"]["path"]).name for row in data.rows} == {"talk.wav"}
    again = index(mini(PARTS[1], PARTS[1]), root).rows
    assert again[0]["digest"] == again[1]["digest"] == data.rows[1]["digest"]


OUTSIDE = [{"start": 1.0, "end": 9.0}, {"start": 3.0, "end": 3.04}, {"start": 2.0, "end": 1.0}]


def test_stretches_outside_of_their_file_are_unreadable(root: Path) -> None:
    record = mini({}, *OUTSIDE)
    with pytest.raises(
        SerEvalsError, match=r"mini: 3 of 4 utterances below .* cannot be"
    ) as caught:
        index(record, root)
    expected = (
        "talk.wav lasts 3 s: there is nothing from 1 s to 9 s (u1)",
        "talk.wav lasts 3 s: there is nothing from 3 s to 3.04 s (u2)",
        "talk.wav has nothing from 2 s to 1 s (u3)",
    )
    assert "; ".join(expected) in str(caught.value)
    data = index(record, root, skip_unreadable=True)
    assert [row["id"] for row in data.rows] == ["u0"] and data.unreadable == expected


def test_unreadable_files_and_stretches_are_counted_together(root: Path) -> None:
    (root / "broken.wav").write_bytes(b"")
    parts = [{"path": "broken.wav", "start": i, "end": i + 1} for i in range(3)]
    with pytest.raises(SerEvalsError, match=r"4 of 5 .* broken\.wav is empty \(0 bytes\); talk"):
        index(mini({}, *parts, OUTSIDE[0]), root)
    with pytest.raises(SerEvalsError, match=r"1 of 2 audio files"):
        index(mini({}, *parts), root)


def overlaps(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if "overlap" in r.getMessage()]


def test_overlaps_between_groups_are_warned_about_once(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    parts = [(0.0, 1.0, "a"), (0.98, 2.0, "b"), (1.5, 2.0, "a"), (1.8, 2.2, "a")]
    record = mini(*({"start": a, "end": b, "speaker": s} for a, b, s in parts))
    with caplog.at_level(logging.WARNING, "ser_evals"):
        index(record, root)
        index(record, root)
    (message,) = overlaps(caplog)
    assert "mini: 2 pairs of stretches overlap" in message and "u1 and u2" in message


def test_overlaps_inside_a_group_are_nobodys_business(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    met = [{"start": 0.0, "end": 2.0, "session": "1", "speaker": s} for s in "ab"]
    index(mini(*met, {"speaker": "c", "start": 2.0, "end": 3.0}), root)
    assert overlaps(caplog) == []


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
def test_embedded_stretches_hold_their_samples(root: Path, subtype: str) -> None:
    wave = write(root / "talk.wav", 3.0, subtype=subtype)
    rows = index(mini(*PARTS), root).rows
    for row in rows[:4]:
        sound = embed(row)
        assert sound["path"] == f"{row['id']}.flac"
        found, rate = soundfile.read(io.BytesIO(sound["bytes"]), dtype="float32")
        end = None if row["end"] is None else round(row["end"] * RATE)
        np.testing.assert_array_equal(found, wave[round((row["start"] or 0) * RATE) : end])
        assert rate == RATE and soundfile.info(io.BytesIO(sound["bytes"])).subtype == subtype
    assert embed(rows[4]) == {"bytes": (root / "talk.wav").read_bytes(), "path": "talk.wav"}


def test_bytes_are_the_utterance_alone(root: Path) -> None:
    row = index(mini({"id": "a/b.c", "start": 1.0, "end": 1.5}), root).rows[0]
    sound = embed(row)
    assert sound["path"] == "b.c.flac"
    assert embed(row | {"audio": sound}) == sound
    encoder = SimpleNamespace(sampling_rate=16_000, shortest=9)
    np.testing.assert_array_equal(decode(row | {"audio": sound}, encoder), decode(row, encoder))
    whole = audio.read(root / "talk.wav", sampling_rate=RATE)
    part = decode(row, SimpleNamespace(sampling_rate=RATE, shortest=9))
    np.testing.assert_array_equal(part, whole[RATE : round(1.5 * RATE)])


def test_in_memory_stretches_are_paths(root: Path) -> None:
    data = index(mini(*PARTS), root)
    table = to_dataset(data).data.to_pylist()
    assert {row["audio"]["path"] for row in table} == {str(root / "talk.wav")}
    assert [row["end"] for row in table] == [1.0, 2.5, None, 3.02, None]


@pytest.fixture
def own(tmp_path: Path) -> str:
    (tmp_path / "own.py").write_text(RECORD)
    return str(tmp_path / "own.py")


def undecoded(name: str, root: Path, **options: Any) -> list[dict]:
    return load_corpus(name, data_dir=root, **options).data.to_pylist()


def test_load_corpus_cuts_stretches(own: str, root: Path) -> None:
    found = load_corpus(own, data_dir=root).with_format("arrow")[:].to_pylist()
    assert [row["id"] for row in found] == ["u0", "u1", "u2", "u3", "whole"]
    data: CorpusData = index(get_corpus(own), root)
    for row, known in zip(found[:4], data.rows, strict=False):
        assert row["audio"] == embed(known)
        assert (row["start"], row["split"]) == (known["start"], known["split"])
    assert found[4]["audio"] == {"bytes": None, "path": str(root / "talk.wav")}


def test_a_changed_file_is_cut_again(own: str, root: Path) -> None:
    before = undecoded(own, root)[0]["audio"]["bytes"]
    assert undecoded(own, root)[0]["audio"]["bytes"] == before
    write(root / "talk.wav", 4.0)
    assert undecoded(own, root)[0]["audio"]["bytes"] != before


def test_a_recording_that_breaks_off_is_an_error_of_ours(
    own: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> bytes:
        raise SerEvalsError("talk.wav: lost")

    monkeypatch.setattr(audio, "flac", fail)
    with pytest.raises(SerEvalsError, match=r"^talk\.wav: lost$"):
        load_corpus(own, data_dir=root)
