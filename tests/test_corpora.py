"""One contract for every corpus, and what its readers say when a folder is not as it should be."""

import json
import re
import subprocess
import sys
import wave
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ser_evals import corpora
from ser_evals.corpora import (
    Corpus,
    Remap,
    Utterance,
    from_filenames,
    from_table,
    get_corpus,
    list_corpora,
)
from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError

OWN_RECORD = """
from ser_evals.corpora import Corpus, Sample, Utterance, from_filenames

corpus = Corpus(
    name="mine", title="Mine", languages=("fr-CA",), elicitation="acted", licence="CC0-1.0",
    homepage="here", obtain="ask me", citation="me", utterances=1, speakers=1,
    labels={"glad": "happiness"},
    read=from_filenames(r"(?P<speaker>[a-z]+)_(?P<label>[a-z]+)"),
    sample=Sample(
        files={"ann_glad.wav": ""},
        utterances=(Utterance(id="ann_glad", path="ann_glad.wav", label="glad", speaker="ann"),),
    ),
)
"""


def write_tree(files: Mapping[str, str], root: Path) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content:
            path.write_text(content, encoding="utf-8")
            continue
        with wave.open(str(path), "wb") as audio:
            audio.setnchannels(1)
            audio.setsampwidth(2)
            audio.setframerate(16000)
            audio.writeframes(bytes(3200))
    return root


def emodb(root: Path, *names: str) -> list[Utterance]:
    return list(get_corpus("emodb").read(write_tree(dict.fromkeys(names, ""), root)))


@pytest.fixture(params=list_corpora())
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return get_corpus(request.param)


def test_record_is_complete(corpus: Corpus, request: pytest.FixtureRequest) -> None:
    assert corpus.name == request.node.callspec.params["corpus"]
    for fact in ("title", "licence", "homepage", "obtain", "citation"):
        assert getattr(corpus, fact).strip(), fact
    assert corpus.utterances > 0
    assert corpus.speakers is None or corpus.speakers > 0
    assert corpus.elicitation in ("acted", "elicited", "natural")
    assert corpus.languages
    for tag in corpus.languages:
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-x-\w+)?", tag), tag
    assert all(problem and "\n" not in problem for problem in corpus.problems)
    assert len(corpus.own_labels) > 1


def test_labels_go_to_the_eight_classes(corpus: Corpus) -> None:
    if corpus.labels is None:
        assert corpus.native_labels
        assert corpus.problems, "say why the labels are no emotions"
        with pytest.raises(SerEvalsError, match="use taxonomy='native'"):
            corpus.mapping("ser_evals")
        return
    assert not corpus.native_labels
    for label, target in corpus.labels.items():
        if isinstance(target, Remap):
            assert target.why.strip() and "\n" not in target.why
            assert {target.ser_evals, target.ser_evals_2024} <= {*EMOTIONS, None}
        else:
            assert target in EMOTIONS, f"{label}: {target} needs a Remap with its reason"


def test_sample_reads_as_declared(corpus: Corpus, tmp_path: Path) -> None:
    root = write_tree(corpus.sample.files, tmp_path)
    (root / ".DS_Store").write_bytes(b"\0")
    (root / "._03a01Fa.wav").write_bytes(b"\0")
    found = list(corpus.read(root))
    assert sorted(found, key=lambda u: u.id) == sorted(corpus.sample.utterances, key=lambda u: u.id)
    assert found == list(corpus.read(root))
    assert len({u.id for u in found}) == len(found) > 0
    for utterance in found:
        assert utterance.label in corpus.own_labels
        assert utterance.sex in ("female", "male", None)
        assert corpus.speakers is None or utterance.speaker
        assert (root / utterance.path).is_file()
        assert "\\" not in utterance.path


def test_wrong_folders_are_one_line(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    for root, found in ((tmp_path, "holiday.jpg"), (tmp_path / "nowhere", "no folder")):
        with pytest.raises(SerEvalsError, match=found) as error:
            list(corpus.read(root))
        message = str(error.value)
        assert "\n" not in message
        assert corpus.obtain in message
        assert next(iter(corpus.sample.files)) in message


def test_every_module_is_a_corpus() -> None:
    modules = {p.stem for p in Path(corpora.__file__).parent.glob("*.py") if p.name[0] != "_"}
    assert modules <= set(list_corpora())
    assert list_corpora() == sorted(list_corpora())


def test_paper_map_differs_where_the_default_is_more_defensible() -> None:
    record = get_corpus("emodb")
    assert record.mapping()["boredom"] == "other"
    assert record.mapping("ser_evals_2024")["boredom"] == "sadness"
    assert record.classes() == EMOTIONS
    assert record.classes("native") == record.own_labels
    with pytest.raises(SerEvalsError, match="did you mean 'ser_evals"):
        record.mapping("ser_eval")


def test_unknown_corpus_is_told_the_nearest() -> None:
    with pytest.raises(SerEvalsError, match=r"did you mean 'emodb' or .*mycorpus\.py"):
        get_corpus("emo-db")


def test_own_record_by_path(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(OWN_RECORD)
    mine = get_corpus(str(tmp_path / "mine.py"))
    write_tree(mine.sample.files, tmp_path)
    assert tuple(mine.read(tmp_path)) == mine.sample.utterances
    assert get_corpus(tmp_path / "mine.py").mapping() == {"glad": "happiness"}


def test_own_record_mistakes(tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match=r"no file .*absent\.py"):
        get_corpus(tmp_path / "absent.py")
    (tmp_path / "empty.py").touch()
    with pytest.raises(SerEvalsError, match=r"empty\.py defines no corpus: expected `corpus = "):
        get_corpus(tmp_path / "empty.py")


def test_other_distributions_register_corpora(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[ser_evals.corpora]\nmine = other_corpora:corpus\n")
    (tmp_path / "other_corpora.py").write_text(OWN_RECORD)
    monkeypatch.syspath_prepend(tmp_path)
    assert "mine" in list_corpora()
    assert get_corpus("mine").title == "Mine"


def test_unknown_label(tmp_path: Path) -> None:
    with pytest.raises(
        SerEvalsError, match=r"'wav/03a01Xa\.wav' has the unknown label 'X' \(known.*W = anger"
    ):
        emodb(tmp_path, "wav/03a01Fa.wav", "wav/03a01Xa.wav")


def test_name_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match=r"^emodb: 'wav/notes\.wav' in .*not named like"):
        emodb(tmp_path, "wav/03a01Fa.wav", "wav/notes.wav")


def test_folder_of_another_corpus(tmp_path: Path) -> None:
    write_tree(get_corpus("ravdess").sample.files, tmp_path)
    with pytest.raises(
        SerEvalsError, match=r"expected files such as 'wav/03a01Fa\.wav', found Actor_01/"
    ):
        list(get_corpus("emodb").read(tmp_path))


def test_folder_above(tmp_path: Path) -> None:
    (tmp_path / "nemo").mkdir()
    with pytest.raises(
        SerEvalsError, match=r"no 'data\.tsv' in that folder.*did you mean .*nemo\?"
    ):
        list(get_corpus("nemo").read(tmp_path))


def test_flat_upper_case_and_hidden_files(tmp_path: Path) -> None:
    found = emodb(tmp_path, "03a01Fa.WAV", "16b10Lb.wav", ".hidden/03a01Fa.wav", "._16b10Lb.wav")
    assert [u.path for u in found] == ["03a01Fa.WAV", "16b10Lb.wav"]


def test_linked_audio_folder(tmp_path: Path) -> None:
    write_tree({"disk/03a01Fa.wav": ""}, tmp_path)
    (tmp_path / "emodb").mkdir()
    (tmp_path / "emodb/wav").symlink_to(tmp_path / "disk")
    assert [u.path for u in emodb(tmp_path / "emodb")] == ["wav/03a01Fa.wav"]


def test_corpus_twice_in_its_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = emodb(tmp_path, "emodb/wav/03a01Fa.wav", "wav/03a01Fa.wav")
    assert [u.path for u in found] == ["wav/03a01Fa.wav"]
    assert "'emodb/wav/03a01Fa.wav': left out" in caplog.text
    (tmp_path / "wav/03a01Fa.wav").write_bytes(b"other")
    with pytest.raises(SerEvalsError, match="one name and different content"):
        emodb(tmp_path)


def test_turev_folder_against_code(tmp_path: Path) -> None:
    root = write_tree({"Sound Source/Sad/1157_kz_dil.wav": ""}, tmp_path)
    with pytest.raises(
        SerEvalsError, match=r"1157_kz_dil.*folder says 'Sad', its name 'kz' \(angry\)"
    ):
        list(get_corpus("turev").read(root))


def test_table_rows_without_audio(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    nemo = get_corpus("nemo")
    root = write_tree(nemo.sample.files, tmp_path)
    (root / "samples/EB0_anger_13.wav").unlink()
    assert [u.id for u in nemo.read(root)] == ["WR0_surprised_64"]
    assert [r.name for r in caplog.records] == ["ser_evals"]
    assert "1 of 2 rows have no audio and are left out: 'samples/EB0_anger_13.wav'" in caplog.text


def test_table_with_segments_and_without_a_column(tmp_path: Path) -> None:
    table = "file,turn,emotion,from,to,who,text\na.wav,t1,x,0.5,1.25,,?\na.wav,t2,y,2,3,bo,?\n"
    root = write_tree({"labels.csv": table, "a.wav": ""}, tmp_path)
    columns = {"id": "turn", "label": "emotion", "start": "from", "end": "to", "speaker": "who"}
    read = from_table(
        "labels.csv", path="{file}", columns=columns, labels={"x": "glad", "y": "sad"}
    )
    first, second = read(root)
    assert first == Utterance(id="t1", path="a.wav", label="glad", start=0.5, end=1.25)
    assert (second.id, second.speaker) == ("t2", "bo")
    read = from_table("labels.csv", path="{file}", columns={"label": "mood"})
    with pytest.raises(SerEvalsError, match=r"no column 'mood' \(found: file, turn, emotion"):
        list(read(root))


def test_records_are_held_to_what_they_promise(tmp_path: Path) -> None:
    record = get_corpus("emodb")
    twice = replace(record, read=lambda root: iter(record.sample.utterances[:1] * 2))
    with pytest.raises(SerEvalsError, match="emodb: two utterances have the id '03a01Fa'"):
        list(twice.read(tmp_path))
    fewer = replace(record, labels={"anger": "anger"})
    with pytest.raises(SerEvalsError, match="emodb: unknown label 'happiness'.*anger"):
        list(fewer.read(write_tree(record.sample.files, tmp_path)))


def test_reader_takes_ids_from_paths(tmp_path: Path) -> None:
    root = write_tree({"a/1.wav": "", "b/1.wav": ""}, tmp_path)
    read = from_filenames(r"(?P<label>[ab])/\d", ids="path")
    assert [(u.id, u.label) for u in read(root)] == [("a/1", "a"), ("b/1", "b")]


def test_import_is_light_and_listing_fast() -> None:
    code = """if True:
        import json, sys, time
        start = time.process_time()
        import ser_evals.corpora as corpora
        imported = time.process_time()
        corpora.list_corpora()
        listed = time.process_time()
        print(json.dumps([imported - start, listed - imported, sorted(sys.modules)]))
    """
    runs = [
        json.loads(subprocess.check_output([sys.executable, "-c", code], text=True))
        for _ in range(3)
    ]
    heavy = {"torch", "transformers", "datasets", "numpy", "pandas"}
    assert not heavy & set(runs[0][2])
    assert not [name for name in runs[0][2] if re.match(r"ser_evals\.corpora\.[a-z]", name)]
    assert min(run[0] for run in runs) < 0.1
    assert min(run[1] for run in runs) < 0.2
