"""Validation: what is wrong with a copy of a corpus is found, said, and weighed."""

import json
import math
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ser_evals.corpora import Task, Utterance, find_files, get_corpus
from ser_evals.errors import SerEvalsError
from ser_evals.validation import Finding, Validation, print_validation, validate
from ser_evals.validation import _hearing as hearing
from ser_evals.validation import _sound as sound
from ser_evals.validation._values import check_values

RECORD = """
from ser_evals.corpora import Citation, Corpus, Sample, from_table

COLUMNS = ("label", "speaker", "sex", "split", "start", "end", "arousal", "confidence")
corpus = Corpus(
    name="mini", title="Mini", languages=("en",), elicitation="acted", licence="none",
    redistributable="nothing", homepage="", obtain="", citation=Citation("a", "b", "c", "", 2020),
    labels=dict(glad="happiness", sad="sadness"), sample=Sample({}, ()),
    read=from_table("table.csv", path="{path}", columns={c: c for c in ("id", *COLUMNS)}),
    sampling_rate=16_000, **OPTIONS
)
"""
HEAD = ("id", "path", "label", "speaker", "sex", "split", "start", "end", "arousal", "confidence")
RATE = 16_000


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SER_EVALS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Validation]:
    """Write a record and a table over the files that are there, and validate them."""

    def run(rows: list[dict], *, workers: int = 1, **options: object) -> Validation:
        options = {"utterances": None, "speakers": None} | options
        record = tmp_path / "mini.py"
        record.write_text(RECORD.replace("OPTIONS", repr(options)), encoding="utf-8")
        lines = [",".join(str(({"label": "glad"} | row).get(c, "")) for c in HEAD) for row in rows]
        table = "\n".join([",".join(HEAD), *lines])
        (tmp_path / "mini" / "table.csv").write_text(table, encoding="utf-8")
        return validate(record, data_dir=tmp_path, output=tmp_path / "out.json", workers=workers)

    (tmp_path / "mini").mkdir()
    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "mini"


def noise(seconds: float = 1.0, *, seed: int = 0, channels: int = 1) -> np.ndarray:
    samples = np.random.default_rng(seed).normal(0, 0.1, (round(seconds * RATE), channels))
    return np.round(samples.clip(-0.9, 0.9) * 32768) / 32768


def write(root: Path, name: str, samples: np.ndarray | None = None, **options: str) -> dict:
    """Write a file; return the row that names it."""
    samples = noise(seed=sum(name.encode())) if samples is None else samples
    soundfile.write(root / name, samples, RATE, **options)
    return {"id": name.partition(".")[0], "path": name}


def named(validation: Validation, check: str) -> Finding:
    (found,) = [finding for finding in validation.findings if finding.check == check]
    return found


def checks(validation: Validation) -> list[tuple[str, str]]:
    return [(finding.check, finding.severity) for finding in validation.findings]


def test_a_good_copy(check, root):
    rows = [
        write(root, f"{name}.wav") | {"label": label, "speaker": speaker, "split": split}
        for name, label, speaker, split in [
            ("a", "glad", "1", "train"),
            ("b", "sad", "2", "test"),
            ("c", "sad", "2", "test"),
        ]
    ]
    options = {"counts": dict(glad=1, sad=2), "splits": dict(train=1, test=2)}
    found = check(rows, utterances=3, speakers=2, **options)
    assert found.findings == () and found.ok
    assert found.found == {
        "utterances": 3,
        "speakers": 2,
        "files": 3,
        "labels": {"glad": 1, "sad": 2},
        "splits": {"test": 2, "train": 1},
        "hours": round(3 / 3600, 4),
        "sampling_rates": {RATE: 3},
        "channels": {1: 3},
    }
    assert found.expected["utterances"] == 3 and found.expected["sampling_rate"] == RATE
    assert found.seconds > 0 and found.files_per_second > 0


def test_less_is_a_warning_and_more_an_error(check, root):
    rows = [
        write(root, "a.wav") | {"split": "train", "speaker": "1"},
        write(root, "b.wav") | {"split": "train", "speaker": "2"},
    ]
    options = {"counts": dict(glad=1, sad=3), "splits": dict(train=2, dev=1)}
    found = check(rows, utterances=4, speakers=1, **options)
    assert checks(found) == [
        ("speakers", "error"),
        ("labels", "error"),
        ("utterances", "warning"),
        ("labels", "warning"),
        ("splits", "warning"),
    ]
    assert not found.ok
    assert str(named(found, "utterances").items[0]) == "utterances: 2 found, 4 in a full copy"
    more, fewer = (f for f in found.findings if f.check == "labels")
    assert str(more.items[0]) == "glad: 2 found, 1 in a full copy"
    assert str(fewer.items[0]) == "sad: 0 found, 3 in a full copy"
    assert str(named(found, "splits").items[0]) == "dev: 0 found, 1 in a full copy"


def test_a_split_of_unknown_size_is_not_counted(check, root):
    rows = [write(root, name) | {"split": "train", "speaker": "1"} for name in ("a.wav", "b.wav")]
    assert check(rows, utterances=2, speakers=1, splits=dict(train=None)).findings == ()
    found = check(rows, utterances=2, speakers=1, splits=dict(train=None, test=1))
    assert checks(found) == [("splits", "warning")]


def test_fewer_utterances_alone_are_no_error(check, root):
    found = check([write(root, "a.wav")], utterances=500, counts=dict(glad=300, sad=200))
    assert found.ok
    assert {severity for _, severity in checks(found)} == {"warning"}


def test_an_unknown_label_is_the_only_finding(check, root):
    rows = [write(root, "a.wav"), write(root, "b.wav") | {"label": "hungry"}]
    found = check(rows, utterances=500)
    assert checks(found) == [("reading", "error")] and not found.ok
    (item,) = found.findings[0].items
    assert "'hungry'" in item.note and "b.wav" in item.note
    assert found.found == {} and found.files_per_second == 0


def test_what_cannot_be_validated_is_an_error_of_the_user(tmp_path):
    with pytest.raises(SerEvalsError, match="no folder .*emodb: give the folder that holds emodb/"):
        validate("emodb", data_dir=tmp_path)
    (tmp_path / "emodb").mkdir()
    with pytest.raises(SerEvalsError, match=f"holds emodb/: {tmp_path}, not the corpus's own"):
        validate("emodb", data_dir=tmp_path / "emodb")
    with pytest.raises(SerEvalsError, match="unknown corpus 'emo-db': did you mean 'emodb'"):
        validate("emo-db", data_dir=tmp_path)


def test_the_output_is_tried_before_anything_is_read(root, tmp_path, monkeypatch):
    (tmp_path / "emodb").mkdir()
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr("ser_evals.validation.expected_counts", None)
    with pytest.raises(SerEvalsError, match="is a folder: give the name of a JSON file"):
        validate("emodb", data_dir=tmp_path, output=tmp_path)
    with pytest.raises(SerEvalsError, match="cannot write"):
        validate("emodb", data_dir=tmp_path, output=tmp_path / "file" / "out.json")


@pytest.mark.parametrize(
    ("row", "dimensions", "check_name", "severity", "note"),
    [
        ({"arousal": 5.5}, {"arousal": (1, 5)}, "values", "error", "arousal 5.5, expected 1 to 5"),
        ({"arousal": math.nan}, {"arousal": (1, 5)}, "values", "error", "arousal nan, expected"),
        ({"arousal": 2}, {}, "values", "warning", "arousal 2"),
        ({"confidence": 80}, {}, "values", "error", "confidence 80, expected 0 to 1"),
    ],
)
def test_values_out_of_range(check, root, row, dimensions, check_name, severity, note):
    found = check([write(root, "a.wav") | row, write(root, "b.wav")], dimensions=dimensions)
    assert checks(found) == [(check_name, severity)]
    assert str(found.findings[0].items[0]).startswith(f"a: {note}")


def test_confidence_in_a_task_out_of_range():
    told = Utterance("a", "a.wav", "emphatic", task_confidence={"fau_aibo_2cl": 80})
    (found,) = check_values(get_corpus("fau_aibo"), [told])
    assert str(found.items[0]) == "a: confidence in fau_aibo_2cl 80, expected 0 to 1"


def test_values_in_range_are_no_finding(check, root):
    rows = [write(root, "a.wav") | {"arousal": 1, "confidence": 1}]
    assert check(rows, dimensions={"arousal": (1, 5)}).findings == ()


def test_a_speaker_of_two_sexes(check, root):
    people = [("1", "male"), ("1", "female"), ("2", "male"), ("3", "")]
    rows = [
        write(root, f"{i}.wav") | {"speaker": speaker, "sex": sex}
        for i, (speaker, sex) in enumerate(people)
    ]
    found = check(rows)
    assert checks(found) == [("sex", "warning")]
    assert [str(item) for item in named(found, "sex").items] == ["1"]


def test_unknown_labels_of_tasks():
    corpus = replace(get_corpus("emodb"), tasks={"two": Task(("low", "high"), {"1": "low"}, "")})
    said = [{"two": "1"}, {"two": "9"}, {"three": "1"}, {}]
    utterances = [Utterance(str(i), "", "anger", tasks=tasks) for i, tasks in enumerate(said)]
    (found,) = check_values(corpus, utterances)
    assert [str(item) for item in found.items] == ["1: two 9", "2: three 1"]
    assert found.severity == "error"


def test_files_that_cannot_be_used(check, root):
    rows = [write(root, f"{name}.wav") for name in ("cut", "empty", "good", "text")]
    rows += [write(root, "broken.flac"), write(root, "silent.wav", noise(0))]
    (root / "cut.wav").write_bytes((root / "cut.wav").read_bytes()[:-1000])
    (root / "empty.wav").write_bytes(b"")
    (root / "text.wav").write_text("This is the transcript.\n", encoding="utf-8")
    flac = (root / "broken.flac").read_bytes()
    (root / "broken.flac").write_bytes(flac[: len(flac) // 2])
    found = check(rows)
    assert checks(found) == [("unreadable", "error")] and not found.ok
    reasons = {item.ids[0]: item.note for item in found.findings[0].items}
    assert sorted(reasons) == ["broken.flac", "cut.wav", "empty.wav", "silent.wav", "text.wav"]
    assert reasons["cut.wav"] == "is truncated (1000 bytes of audio are missing)"
    assert reasons["empty.wav"] == "is empty (0 bytes)"
    assert found.found["utterances"] == 6 and found.found["hours"] == round(1 / 3600, 4)


def square(level: float, length: int, *, seconds: float = 1.0) -> np.ndarray:
    """Noise that is at one level for some samples."""
    samples = noise(seconds)
    samples[100 : 100 + length] = level
    return samples


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (np.zeros((RATE, 1)), ("silent", "warning", "all samples are 0")),
        (noise() / 1000, ("silent", "warning", "peak -67 dB")),
        (noise() / 100, None),
        (square(1.0, 100), ("clipped", "warning", "0.61%")),
        (square(-1.0, 100), ("clipped", "warning", "0.61%")),
        (square(1.0, 10), None),
        (square(0.99, 100), None),
        (noise(0.05), ("short", "warning", "0.05 s")),
        (noise(0.1), None),
        (noise(61), ("long", "warning", "61 s")),
        (noise() + 0.02, ("offset", "note", "+0.02")),
        (noise() * 0.5 - 0.02, ("offset", "note", "-0.02")),
        (noise() + 0.005, None),
    ],
)
def test_levels_and_durations(check, root, samples, expected):
    found = check([write(root, "a.wav", samples), write(root, "b.wav")])
    if expected is None:
        assert found.findings == ()
        return
    check_name, severity, note = expected
    assert checks(found) == [(check_name, severity)] and found.ok
    assert str(found.findings[0].items[0]).startswith(f"a: {note}")


def test_single_samples_at_full_scale_are_not_clipped(root):
    samples = noise()
    samples[::3], samples[1::3] = 1.0, 1.0
    write(root_of(root), "a.wav", samples)
    (heard,) = sound.listen(root / "a.wav", [(None, None)])
    assert heard.peak == pytest.approx(1, abs=1e-4) and heard.clipped == 0


def root_of(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "FLOAT", "ULAW", "ALAW"])
def test_full_scale_of_every_encoding(root, subtype):
    write(root_of(root), "a.wav", square(1.0, 1000), subtype=subtype)
    write(root, "b.wav", square(0.9, 1000), subtype=subtype)
    (loud,) = sound.listen(root / "a.wav", [(None, None)])
    (less,) = sound.listen(root / "b.wav", [(None, None)])
    assert loud.clipped == pytest.approx(998 / RATE) and less.clipped == 0


@pytest.mark.parametrize("channels", [1, 2])
def test_blocks_give_what_the_whole_file_gives(root, monkeypatch, channels):
    samples = noise(0.5, channels=channels) + 0.01
    samples[1020:1030] = 1.0
    write(root_of(root), "a.wav", samples)
    stretches = [(None, None), (0.1, 0.3), (0.3, None), (0.3, 0.54)]
    whole = sound.listen(root / "a.wav", stretches)
    for block in (1, 7, 1024):
        monkeypatch.setattr(sound, "BLOCK", block * channels)
        for one, other in zip(whole, sound.listen(root / "a.wav", stretches), strict=True):
            assert one.digest == other.digest and one.clipped == other.clipped
            assert one.offset == pytest.approx(other.offset, abs=1e-9)
            assert (one.seconds, one.peak) == (other.seconds, other.peak)
    assert [heard.seconds for heard in whole] == pytest.approx([0.5, 0.2, 0.2, 0.2])
    assert whole[0].clipped == 8 / (RATE / 2)
    assert whole[2].digest == whole[3].digest


def test_memory_does_not_grow_with_the_file(root):
    import tracemalloc

    write(root_of(root), "a.wav", np.tile(noise(), (600, 1)))
    tracemalloc.start()
    try:
        sound.listen(root / "a.wav", [(None, None)])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # Ten minutes are 38 MB of float32.
    assert peak < 16e6


TWINS = [
    ({}, {}, ("identical", "note", "a = b: same bytes")),
    (
        {"speaker": "1"},
        {"speaker": "2"},
        ("identical_speakers", "warning", "a = b: same bytes; speakers 1, 2"),
    ),
    (
        {"label": "glad", "speaker": "1"},
        {"label": "sad", "speaker": "2"},
        ("identical_labels", "warning", "a = b: same bytes; labels glad, sad; speakers 1, 2"),
    ),
    (
        {"split": "train", "label": "glad"},
        {"split": "test", "label": "sad"},
        ("identical_splits", "error", "a = b: same bytes; splits test, train; labels glad, sad"),
    ),
    ({"split": "train"}, {}, ("identical", "note", "a = b: same bytes")),
]


@pytest.mark.parametrize(("first", "second", "expected"), TWINS)
def test_identical_bytes(check, root, first, second, expected):
    rows = [write(root, "a.wav", noise()) | first, write(root, "b.wav", noise()) | second]
    found = check([*rows, write(root, "c.wav")])
    check_name, severity, text = expected
    assert checks(found) == [(check_name, severity)]
    assert [str(item) for item in found.findings[0].items] == [text]
    assert found.ok == (severity != "error")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("b.flac", {}),
        ("b.aiff", {}),
        ("b.wav", {"subtype": "PCM_24"}),
        ("b.wav", {"subtype": "FLOAT"}),
    ],
)
def test_identical_samples_in_other_containers(check, root, name, options):
    rows = [write(root, "a.wav", noise()), write(root, name, noise(), **options)]
    found = check(rows)
    assert [str(item) for item in named(found, "identical").items] == ["a = b: same samples"]


def test_what_only_ffmpeg_reads(check, root):
    rows = [write(root, "a.wav", square(1.0, 100)), {"id": "b", "path": "b.mkv"}]
    rows += [{"id": "c", "path": "b.mkv", "start": 0.5, "end": 1}]
    command = ["ffmpeg", "-v", "error", "-i", root / "a.wav", "-c:a", "copy", root / "b.mkv"]
    subprocess.run(command, check=True)
    found = check(rows)
    assert [str(item) for item in named(found, "identical").items] == ["a = b: same samples"]
    assert [str(item) for item in named(found, "clipped").items] == ["a: 0.61%", "b: 0.61%"]
    assert found.found["hours"] == round(2.5 / 3600, 4)


def test_other_tags_are_other_bytes(check, root):
    rows = [write(root, f"{name}.wav", noise()) for name in "ab"]
    with soundfile.SoundFile(root / "b.wav", "r+") as file:
        file.title = "another one"
    found = check(rows)
    assert [str(item) for item in named(found, "identical").items] == ["a = b: same samples"]


def test_alike_is_not_identical(check, root):
    other, half = noise(), noise() / 2
    other[-1] += 1 / 32768
    rows = [write(root, "a.wav", noise()), write(root, "b.wav", other)]
    rows += [write(root, "c.wav", half), write(root, "d.wav", np.repeat(noise(), 2, axis=1))]
    soundfile.write(root / "e.wav", noise(), RATE // 2)
    found = check([*rows, {"id": "e", "path": "e.wav"}])
    assert [finding.check for finding in found.findings] == ["sampling_rate"]


def test_known_duplicates_are_a_note_and_their_absence_a_warning(check, root):
    rows = [write(root, f"{name}.wav", noise()) | {"split": "train"} for name in "ab"]
    rows += [write(root, f"{name}.wav") | {"split": "test"} for name in "cd"]
    rows[1]["split"] = "test"
    found = check(rows, duplicates=(("a", "b"), ("c", "d"), ("c", "absent")))
    assert checks(found) == [("identical_not", "warning"), ("identical_known", "note")]
    assert str(named(found, "identical_known").items[0]).startswith("a = b: same bytes")
    assert str(named(found, "identical_not").items[0]) == "c = d"
    assert not check(rows, duplicates=(("a", "c"),)).ok


def test_stretches(check, root):
    write(root, "long.wav", np.concatenate([noise(), noise(), noise(2, seed=5)]))
    spans = {"a": (0, 1), "b": (1, 2), "c": (2, 4.01), "d": (3, 4.5), "e": (7, 8), "f": (2, 1.5)}
    rows = [
        {"id": name, "path": "long.wav", "start": start, "end": end}
        for name, (start, end) in spans.items()
    ]
    found = check(rows)
    assert [str(item) for item in named(found, "identical").items] == ["a = b: same samples"]
    assert checks(found)[0] == ("stretch", "error")
    outside = {item.ids[0]: item.note for item in named(found, "stretch").items}
    assert list(outside) == ["d", "e", "f"]
    assert outside["d"] == "long.wav lasts 4 s: there is nothing from 3 s to 4.5 s"
    assert found.found["files"] == 1 and found.found["utterances"] == 6
    assert found.found["hours"] == round((1 + 1 + 2) / 3600, 4)


def test_rates_and_channels(check, root):
    rows = [write(root, "a.wav"), write(root, "b.wav", noise(channels=2)), write(root, "c.wav")]
    soundfile.write(root / "c.wav", noise(), 8000)
    found = check(rows)
    assert found.found["sampling_rates"] == {8000: 1, RATE: 2}
    assert found.found["channels"] == {1: 2, 2: 1}
    assert checks(found) == [("sampling_rate", "note")]
    soundfile.write(root / "b.wav", noise(seed=9), 8000)
    assert ("sampling_rate", "warning") in checks(check(rows))


def test_files_beside_the_corpus(check, root):
    (root / "more").mkdir()
    row = write(root, "a.wav")
    for name in ("more/b.WAV", "c.mp3", "d.txt", ".hidden.wav", "e.wav"):
        (root / name).write_bytes(b"x")
    found = check([row], broken={"e": "cut off"})
    assert checks(found) == [("broken", "note"), ("extra", "note")]
    assert [item.ids[0] for item in named(found, "extra").items] == ["c.mp3", "more/b.WAV"]
    assert [item.ids[0] for item in named(found, "broken").items] == ["e.wav"]
    assert set(find_files(root, "*.wav")) == {"a.wav", "e.wav", "more/b.WAV"}


def test_json_holds_every_case(check, root, tmp_path):
    rows = [write(root, f"{i:02d}.wav", np.zeros((RATE + i, 1))) for i in range(12)]
    found = check(rows, utterances=20)
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert written["corpus"] == "mini" and written["record"] == "1.0.0"
    assert written["package"] and written["seconds"] >= 0 and written["files_per_second"] > 0
    assert written["expected"]["utterances"] == 20 and written["found"]["utterances"] == 12
    silent = next(f for f in written["findings"] if f["check"] == "silent")
    assert silent["count"] == len(silent["items"]) == 12
    assert silent["items"][3] == {"ids": ["03"], "note": "all samples are 0"}
    assert written["found"]["sampling_rates"] == {str(RATE): 12}
    assert found.json() == (tmp_path / "out.json").read_text(encoding="utf-8")


def test_the_table_shows_a_few_cases(check, root, capsys):
    rows = [write(root, f"{i}.wav", np.zeros((RATE + i, 1))) for i in range(5)]
    print_validation(check(rows, utterances=5, speakers=9, counts=dict(glad=5, sad=0)))
    shown = capsys.readouterr().out
    assert "... 2 more" in shown and "2: all samples are 0" in shown and "3: all" not in shown
    assert "mini: 0 errors, 2 warnings, 0 notes" in shown
    print_validation(check([write(root, "a.wav") | {"label": "[red]x"}]))
    assert "'[red]x'" in capsys.readouterr().out.replace("\n", "")


def test_several_processes_find_the_same(check, root, monkeypatch):
    rows = [write(root, f"{i}.wav", noise(0.2, seed=i // 2)) for i in range(40)]
    (root / "7.wav").write_bytes(b"x")
    alone = check(rows)
    monkeypatch.setattr(hearing, "WORTH_IT", 10)
    together = check(rows, workers=2)
    assert alone.findings == together.findings and alone.found == together.found
    assert named(alone, "identical").count == 19


def test_an_interrupt_ends_the_processes(check, root, monkeypatch):
    import multiprocessing

    rows = [write(root, f"{i}.wav", noise(0.2, seed=i)) for i in range(40)]
    monkeypatch.setattr(hearing, "WORTH_IT", 10)
    monkeypatch.setattr(hearing, "SHOWN_FROM", 10)

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(hearing, "_shown", interrupt)
    with pytest.raises(KeyboardInterrupt):
        check(rows, workers=2)
    assert multiprocessing.active_children() == []
