"""The survey: numbers of local copies and of records, as table, CSV, JSON and picture."""

import csv
import json
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError
from ser_evals.survey import Statistics, print_survey, rows, statistics, survey
from ser_evals.survey import _languages as languages
from ser_evals.survey._picture import picture

RECORD = """
from ser_evals.corpora import Citation, Corpus, Sample, Task, from_table

COLUMNS = ("label", "speaker", "sex", "split", "start", "end", "language")
corpus = Corpus(
    name="mini", title="Mini", elicitation="acted", licence="none", redistributable="nothing",
    homepage="", obtain="", citation=Citation("a", "b", "c", "", 2020), sample=Sample({}, ()),
    read=from_table("table.csv", path="{path}", columns={c: c for c in ("id", *COLUMNS)}),
    tasks={"mini_two": Task(("low", "high"), {"glad": "high", "sad": "low", "bored": None}, "why")},
    **OPTIONS
)
"""
OPTIONS = {
    "languages": ("de", "fr-CA"),
    "utterances": 50,
    "speakers": 9,
    "labels": {"glad": "happiness", "sad": "sadness", "bored": None},
    "counts": {"glad": 20, "sad": 10, "bored": 5},
    "splits": {"train": 40, "test": 10},
}
HEAD = ("id", "path", "label", "speaker", "sex", "split", "start", "end", "language")
ROWS = (
    ("a", "1.wav", "glad", "x", "female", "train", "", "", ""),
    ("b", "2.wav", "sad", "x", "female", "train", "", "", ""),
    ("c", "3.wav", "bored", "y", "", "train", "", "", "fr-CA"),
    ("d", "4.wav", "sad", "z", "male", "test", "0.5", "1.5", "fr-CA"),
    ("e", "4.wav", "sad", "", "", "test", "1.5", "", "fr-CA"),
    ("f", "bad.wav", "sad", "w", "male", "", "", "", ""),
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SER_EVALS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., Path]:
    def write(**options: object) -> Path:
        path = tmp_path / "mini.py"
        path.write_text(RECORD.replace("OPTIONS", repr(OPTIONS | options)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def mini(record: Callable[..., Path], tmp_path: Path) -> Path:
    """The path of a record whose corpus lies in tmp_path."""
    root = tmp_path / "mini"
    root.mkdir()
    lines = [",".join(row) for row in (HEAD, *ROWS)]
    (root / "table.csv").write_text("\n".join(lines), encoding="utf-8")
    for number, (seconds, rate, channels) in enumerate(
        [(1, 16_000, 1), (2, 16_000, 1), (3, 8000, 2), (2, 16_000, 1)], start=1
    ):
        soundfile.write(root / f"{number}.wav", np.full((seconds * rate, channels), 0.1), rate)
    (root / "bad.wav").write_bytes(b"")
    return record()


def test_numbers_of_a_copy(mini, tmp_path):
    assert statistics(mini, data_dir=tmp_path) == Statistics(
        corpus="mini",
        title="Mini",
        record="1.0.0",
        taxonomy="ser_evals",
        counted=True,
        utterances=5,
        unusable=1,
        speakers=3,
        sexes={"female": 1, "male": 1, "unknown": 1},
        tags=("de", "fr-CA"),
        languages={"de": 2, "fr-CA": 3},
        labels={"bored": 1, "glad": 1, "sad": 3},
        classes={"de": {"happiness": 1, "sadness": 1}, "fr-CA": {"sadness": 2}},
        dropped=1,
        splits={"test": 2, "train": 3},
        hours=round((1 + 2 + 3 + 1 + 0.5) / 3600, 4),
        seconds={
            "min": 0.5,
            "median": 1.0,
            "max": 3.0,
            "deciles": [0.7, 0.9, 1.0, 1.0, 1.0, 1.4, 1.8, 2.2, 2.6],
        },
        sampling_rates={8000: 1, 16_000: 4},
        channels={1: 4, 2: 1},
    )


def test_a_copy_that_is_not_full_is_warned_about(mini, record, tmp_path, caplog):
    statistics(mini, data_dir=tmp_path)
    assert [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING] == [
        "mini: 6 utterances found, a full copy has 50"
    ]
    caplog.clear()
    statistics(record(utterances=6, counts={}, splits={}), data_dir=tmp_path)
    assert not caplog.records


def test_numbers_of_a_record(record):
    found = statistics(record())
    assert (found.counted, found.utterances, found.speakers, found.hours) == (False, 50, 9, None)
    assert found.tags == ("de", "fr-CA") and found.languages == {"mul": 50}
    assert found.classes == {"mul": {"happiness": 20, "sadness": 10}} and found.dropped == 5
    assert found.splits == {"train": 40, "test": 10} and found.labels == OPTIONS["counts"]
    one = statistics(record(languages=("de",)))
    assert one.languages == {"de": 50} and list(one.classes) == ["de"]


def test_what_a_record_does_not_say(record):
    found = statistics(record(utterances=None, speakers=None, counts={}, splits={}))
    assert found.utterances is None and found.speakers is None
    assert found.languages == {} and found.classes == {} and found.dropped == 0


def test_other_label_sets(mini, tmp_path):
    native = statistics(mini, data_dir=tmp_path, taxonomy="native")
    assert native.by_class() == {"glad": 1, "sad": 3, "bored": 1} and native.dropped == 0
    two = statistics(mini, data_dir=tmp_path, taxonomy="mini_two")
    assert two.classes == {"de": {"high": 1, "low": 1}, "fr-CA": {"low": 2}} and two.dropped == 1
    assert statistics(mini, taxonomy="mini_two").by_class() == {"high": 20, "low": 10}
    with pytest.raises(SerEvalsError, match="unknown taxonomy 'ser_eval'"):
        statistics(mini, taxonomy="ser_eval")


def test_a_corpus_without_emotions(mini, record, tmp_path):
    labels = {"labels": None, "native_labels": ("glad", "sad", "bored")}
    found = statistics(record(**labels), data_dir=tmp_path)
    assert found.classes == {} and found.dropped == 0 and found.utterances == 5
    assert statistics(record(**labels)).classes == {}
    assert statistics(record(**labels), taxonomy="native").by_class().total() == 35


def test_a_copy_in_which_nothing_can_be_used(mini, tmp_path):
    for path in (tmp_path / "mini").glob("*.wav"):
        path.write_bytes(b"")
    with pytest.raises(SerEvalsError, match="mini: no audio file below .* can be used"):
        statistics(mini, data_dir=tmp_path)


def test_json_is_sorted_and_complete(mini, tmp_path):
    found = statistics(mini, data_dir=tmp_path)
    written = json.loads(found.json())
    assert list(written) == sorted(written) and found.json().endswith("}\n")
    assert written["sampling_rates"] == {"16000": 4, "8000": 1}
    assert written["classes"]["fr-CA"] == {"sadness": 2} and written["hours"] == 0.0021


def test_survey_of_all_records():
    found = survey()
    assert [one.corpus for one in found] == [
        name for name in list_corpora() if not get_corpus(name).synthetic
    ]
    assert not any(one.counted for one in found)


@pytest.fixture
def two(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be two corpora, one of them in tmp_path."""
    monkeypatch.setattr("ser_evals.survey.list_corpora", lambda: (mini, "emodb"))


def test_copies_where_there_are_any(two, tmp_path, caplog):
    caplog.set_level(logging.INFO, "ser_evals")
    found = survey(data_dir=tmp_path)
    assert [one.counted for one in found] == [True, False]
    assert "emodb: not in" in caplog.text and "mini: not in" not in caplog.text
    with pytest.raises(SerEvalsError, match="no folder .*absent: give the folder with one folder"):
        survey(data_dir=tmp_path / "absent")
    with pytest.raises(SerEvalsError, match="no corpus in .*mini: give the folder with one folder"):
        survey(data_dir=tmp_path / "mini")


def test_a_corpus_that_is_named_must_be_there(mini, tmp_path):
    with pytest.raises(SerEvalsError, match="no folder .*emodb: give the folder that holds emodb/"):
        survey([mini, "emodb"], data_dir=tmp_path)
    with pytest.raises(SerEvalsError, match="holds mini/: .*, not the corpus's own folder"):
        survey([mini], data_dir=tmp_path / "mini")
    (tmp_path / "emodb").mkdir()
    with pytest.raises(SerEvalsError, match="emodb: .*nothing of that corpus in that folder"):
        survey(["emodb"], data_dir=tmp_path)


def test_files(two, tmp_path):
    output = tmp_path / "new" / "out"
    found = survey(data_dir=tmp_path, output=output)
    assert sorted(path.name for path in output.iterdir()) == [
        "corpora.csv",
        "emodb.json",
        "languages.png",
        "languages.svg",
        "mini.json",
    ]
    assert (output / "mini.json").read_text(encoding="utf-8") == found[0].json()
    with (output / "corpora.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert first["corpus"] == "mini" and first["source"] == "counted" and second["hours"] == ""
    assert first["languages"] == "de fr-CA" and first["sampling_rate"] == "16000"
    assert (first["sadness"], first["fear"], first["dropped"]) == ("3", "0", "1")
    assert (first["unusable"], second["unusable"]) == ("1", "")
    assert (first["female_speakers"], second["female_speakers"]) == ("1", "")


def test_the_table(mini, record, tmp_path, capsys):
    counted = statistics(mini, data_dir=tmp_path)
    unknown = statistics(record(utterances=None, speakers=None, counts={}, splits={}))
    print_survey([counted, replace(unknown, corpus="[b]other")])
    shown = capsys.readouterr().out.splitlines()
    assert " ".join(shown[1].split()) == "mini de fr-CA 5 0.00 3 1 3 0 0 0 0 0 0 1"
    assert " ".join(shown[2].split()).startswith("[b]other * de fr-CA ? ? ?")
    assert shown[3].startswith("mini: 1 of 6 utterances cannot be used and are left out")
    assert shown[4].startswith("* as documented")
    assert all(set(EMOTIONS) < set(row) for row in rows([counted, unknown]))


def made(name: str, tag: str, number: int, **classes: int) -> Statistics:
    """Statistics of a corpus that has a number of utterances in one language."""
    blank = statistics("emodb")
    return replace(
        blank, corpus=name, tags=(tag,), utterances=number, languages={tag: number},
        classes={tag: classes} if classes else {},
    )  # fmt: skip


def test_languages_are_put_together():
    several = replace(made("e", "mul", 9000, anger=1), tags=("en", "zh"))
    unknown = replace(made("f", "en", 0), utterances=None, languages={})
    found = [
        made("a", "pl", 10, anger=4),
        made("b", "en-US", 30, anger=10, fear=20),
        replace(made("c", "en", 50, anger=7), counted=True),
        replace(made("d", "ur", 20, fear=20), counted=True),
        several,
        unknown,
    ]
    put = languages.by_language(found)
    assert list(put) == ["en", "ur", "pl", "mul"]
    assert put["en"].corpora == {"b", "c", "f"} and put["en"].documented
    assert put["en"].classes == Counter(anger=17, fear=20) and put["en"].rest == 43
    assert [tag for tag in put if put[tag].more] == ["en"]
    assert not put["ur"].documented and put["ur"].utterances == 20
    assert put["mul"].utterances == 9000


def drawn_words(found: list[Statistics]) -> str:
    return picture(found)["svg"].decode()


def test_picture_has_every_number_and_says_what_was_counted():
    found = [made("a", "pl", 1234, anger=1111), made("b", "ur", 70, fear=66)]
    words = drawn_words(found)
    assert all(f">{word}<" in words for word in ("1,111", "66", "70", "pl (1)", "ur (1)"))
    assert "2 corpora, as documented" in words and "*" not in words.partition("</defs>")[2]
    mixed = drawn_words([replace(found[0], counted=True), found[1]])
    assert ">pl (1)<" in mixed and ">ur (1)*<" in mixed
    assert "1 counted in local copies, the others as documented (*)" in mixed


def test_picture_grows_with_the_languages_and_is_reproducible():
    few = [made(str(i), f"x{i:02d}", 10 * i, anger=i) for i in range(3)]
    many = [made(str(i), f"x{i:02d}", 10**5 * i, anger=10**5 * i) for i in range(60)]
    small, large = picture(few), picture(many)
    height = {name: size(files["png"])[1] for name, files in (("few", small), ("many", large))}
    assert height["many"] > height["few"] + 57 * 40
    assert size(small["png"])[0] == size(large["png"])[0]
    assert picture(few) == small


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_picture_tells_unknown_sizes():
    sized, unsized = made("a", "pl", 70, fear=66), replace(made("b", "pl", 0), utterances=None)
    assert ">70+<" in drawn_words([sized, unsized]) and ">70<" in drawn_words([sized])


def test_picture_without_any_class():
    assert (
        b"unknown" in picture([replace(made("a", "pl", 0), languages={}, utterances=None)])["svg"]
    )
