"""What readers make of tables that are not as they should be, or that an older release lacks."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from test_corpora import write_tree

from ser_evals.corpora import Utterance, get_corpus, list_corpora, read_rows
from ser_evals.errors import SerEvalsError


def sample(name: str, root: Path) -> Path:
    return write_tree(get_corpus(name).sample.files, root)


def read(name: str, root: Path) -> list[Utterance]:
    return list(get_corpus(name).read(root))


@pytest.mark.parametrize("part", ["train", "test"])
def test_emozionalmente_outside_of_the_official_split(part: str, tmp_path: Path) -> None:
    """A file in none of the tables has no split, and a table may name files that are not there."""
    split = sample("emozionalmente", tmp_path) / "metadata/split"
    before = {u.id: u.split for u in read("emozionalmente", tmp_path)}
    (split / f"{part}.csv").write_text("file_name,emotion_expressed\n1.wav,anger\n")
    after = {u.id: u.split for u in read("emozionalmente", tmp_path)}
    assert before == {"1614951631538": "train", "1613655062436": "test"}
    assert after == {name: None if found == part else found for name, found in before.items()}


def test_emozionalmente_of_an_older_release(tmp_path: Path) -> None:
    split = sample("emozionalmente", tmp_path) / "metadata/split"
    for table in split.iterdir():
        table.unlink()
    split.rmdir()
    assert [u.split for u in read("emozionalmente", tmp_path)] == [None, None]


def test_emozionalmente_with_a_mistaken_split(tmp_path: Path) -> None:
    split = sample("emozionalmente", tmp_path) / "metadata/split"
    (split / "dev.csv").write_text("file_name\n1614951631538.wav\n")
    twice = r"1614951631538\.wav is in train\.csv and in dev\.csv of .*split: expected one"
    with pytest.raises(SerEvalsError, match=twice):
        read("emozionalmente", tmp_path)
    (split / "dev.csv").write_text("name\n1.wav\n")
    with pytest.raises(SerEvalsError, match="the tables in .*metadata lack 'file_name'"):
        read("emozionalmente", tmp_path)
    (split / "dev.csv").unlink()
    with pytest.raises(SerEvalsError, match=r"emozionalmente: .*no 'dev\.csv' in that folder"):
        read("emozionalmente", tmp_path)


@pytest.mark.parametrize("table", ["2cl", "5cl"])
def test_fau_aibo_with_a_mistaken_line(table: str, tmp_path: Path) -> None:
    path = sample("fau_aibo", tmp_path) / "labels/IS2009EmotionChallenge"
    for line in ("Mont_02_011_00 E", "Mont_02_011_00 E x", "Mont_02_011_00 E 1 1"):
        (path / f"chunk_labels_{table}_corpus.txt").write_text(f"{line}\n")
        expected = f"chunk_labels_{table}_corpus.txt: '{line}': expected id, label and confidence"
        with pytest.raises(SerEvalsError, match=expected):
            read("fau_aibo", tmp_path)


TABLES = [
    (name, table)
    for name in list_corpora()
    for table, content in get_corpus(name).sample.files.items()
    if content
]


def wordless(utterances: Iterable[Utterance]) -> list[Utterance]:
    return sorted((replace(u, text=None) for u in utterances), key=lambda u: u.id)


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_an_empty_table_is_no_table_without_rows(name: str, table: str, tmp_path: Path) -> None:
    """It is refused, unless nothing but words is in it: reading goes on without those."""
    (sample(name, tmp_path) / table).write_bytes(b"")
    try:
        found = read(name, tmp_path)
    except SerEvalsError as error:
        assert str(error).startswith(f"{name}: ") and "\n" not in str(error)
    else:
        whole = get_corpus(name).sample.utterances
        assert wordless(found) == wordless(whole) and found != list(whole)


def test_an_empty_table_is_named(tmp_path: Path) -> None:
    for name, content in {"a.csv": "", "b.tsv": "\n", "c.csv": "\ufeff", "d.xlsx": ""}.items():
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        with pytest.raises(SerEvalsError, match=f"{name} is empty: expected a table; copy it ag"):
            read_rows(path)
    openpyxl.Workbook().save(tmp_path / "e.xlsx")
    with pytest.raises(SerEvalsError, match=r"e\.xlsx is empty"):
        read_rows(tmp_path / "e.xlsx")
    (tmp_path / "f.csv").write_text("a,b\n")
    assert read_rows(tmp_path / "f.csv") == []


@pytest.mark.parametrize(
    ("given", "column", "text"), [(",5.8,4.5", "EmoAct", ""), ("5.2,5.8,high", "EmoDom", "high")]
)
def test_msp_podcast_with_a_rating_that_is_no_number(
    given: str, column: str, text: str, tmp_path: Path
) -> None:
    table = sample("msp_podcast", tmp_path) / "Labels/labels_consensus.csv"
    table.write_text(table.read_text().replace("5.2,5.8,4.5", given))
    named = rf"labels_consensus\.csv: MSP-PODCAST_0003_0012: {column} is '{text}': expected a num"
    with pytest.raises(SerEvalsError, match=named):
        read("msp_podcast", tmp_path)
