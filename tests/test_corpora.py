"""One contract for every corpus, and what its readers say when a folder is not as it should be."""

import json
import re
import subprocess
import sys
import wave
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ser_evals import corpora
from ser_evals.corpora import (
    Corpus,
    Remap,
    Sample,
    Task,
    Utterance,
    from_filenames,
    from_table,
    get_corpus,
    get_task,
    list_corpora,
    read_rows,
)
from ser_evals.emotions import EMOTIONS, TAXONOMIES
from ser_evals.errors import SerEvalsError
from ser_evals.splits import folds, join_groups

OWN_RECORD = """
from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

corpus = Corpus(
    name="mine", title="Mine", languages=("fr-CA",), elicitation="acted", licence="CC0-1.0",
    redistributable="audio", homepage="here", obtain="ask me", utterances=1, speakers=1,
    citation=Citation("me2026mine", "M. E.", "Mine", "", 2026),
    labels={"glad": "happiness"},
    read=from_filenames(r"(?P<speaker>[a-z]+)_(?P<label>[a-z]+)"),
    sample=Sample(
        files={"ann_glad.wav": ""},
        utterances=(Utterance("ann_glad", "ann_glad.wav", "glad", speaker="ann"),),
    ),
)
"""


def write_tree(files: Mapping[str, str], root: Path) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".xlsx":
            write_workbook(path, content)
            continue
        if content:
            path.write_text(content, encoding="utf-8")
            continue
        with wave.open(str(path), "wb") as audio:
            audio.setnchannels(1)
            audio.setsampwidth(2)
            audio.setframerate(16000)
            audio.writeframes(bytes(3200))
    return root


def write_workbook(path: Path, content: str) -> None:
    book = openpyxl.Workbook()
    for line in content.splitlines():
        book.active.append(line.split("\t"))
    book.save(path)


def emodb(root: Path, *names: str) -> list[Utterance]:
    return list(get_corpus("emodb").read(write_tree(dict.fromkeys(names, ""), root)))


@pytest.fixture(params=list_corpora())
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return get_corpus(request.param)


def test_record_is_complete(corpus: Corpus, request: pytest.FixtureRequest) -> None:
    assert corpus.name == request.node.callspec.params["corpus"]
    for fact in ("title", "licence", "homepage", "obtain"):
        assert getattr(corpus, fact).strip(), fact
        assert "\n" not in getattr(corpus, fact), fact
    assert corpus.elicitation in ("acted", "elicited", "natural")
    assert corpus.languages
    for tag in corpus.languages:
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-x-\w+)?", tag), tag
    for line in (*corpus.problems, *corpus.unverified):
        assert line.strip() and "\n" not in line
    assert all(re.match("https?://", source) for source in corpus.sources)
    assert re.fullmatch(r"\d+\.\d+\.\d+", corpus.version)
    assert len(corpus.own_labels) > 1
    assert re.fullmatch(r"[a-z0-9_]+", corpus.name)
    assert corpus.synthetic or corpus.sources or corpus.unverified


def test_counts_are_plausible(corpus: Corpus) -> None:
    for number in (corpus.utterances, corpus.speakers, corpus.sampling_rate):
        assert number is None or number > 0
    if corpus.utterances is None or (corpus.speakers is None and corpus.labels is not None):
        assert corpus.unverified or corpus.problems, "say why nobody knows"
    if corpus.counts:
        assert corpus.counts.keys() <= set(corpus.own_labels)
        assert sum(corpus.counts.values()) == corpus.utterances
    if corpus.splits:
        assert corpus.splits.keys() <= {"train", "dev", "test"}
        known = sum(count or 0 for count in corpus.splits.values())
        assert corpus.utterances is None or known <= corpus.utterances
    assert corpus.sampling_rate is None or 8_000 <= corpus.sampling_rate <= 96_000
    assert corpus.speakers is None or corpus.speakers <= (corpus.utterances or corpus.speakers)
    for lowest, highest in corpus.dimensions.values():
        assert lowest < highest
    assert corpus.dimensions.keys() <= {"arousal", "valence", "dominance"}
    assert all(len(set(ids)) == len(ids) > 1 for ids in corpus.duplicates)
    assert not corpus.broken.keys() & {i for ids in corpus.duplicates for i in ids}


def test_licence_is_decided(corpus: Corpus) -> None:
    assert corpus.redistributable in ("audio", "labels", "nothing")
    if corpus.redistributable == "audio":
        assert re.match(r"CC0|CC-BY|ODbL|PDDL|ODC-By|MIT|Apache-2\.0|GPL|CDLA", corpus.licence)
    if corpus.redistributable == "nothing":
        assert not corpus.downloads, "what may be downloaded freely is under no agreement"
    for download in corpus.downloads:
        assert re.match("https?://", download.url)
        assert download.filename and "/" not in download.filename
        sums = r"(md5:[0-9a-f]{32}|sha256:[0-9a-f]{64})"
        assert download.checksum is None or re.fullmatch(sums, download.checksum)
        assert download.size is None or download.size > 0
        assert ".." not in download.to and not download.to.startswith("/")
        if "github.com" in download.url and "/archive/" in download.url:
            assert re.search("[0-9a-f]{40}", download.url), "a branch moves, a commit does not"


def test_citation_is_bibtex(corpus: Corpus) -> None:
    entry = corpus.citation.bibtex
    assert re.match(r"@[a-z]+\{[a-z]+\d{4}\w*,|@misc\{ser_evals", entry)
    assert entry.count("{") == entry.count("}")
    assert 1985 < corpus.citation.year < 2027
    assert "\n" not in str(corpus.citation)
    assert not re.search(r"[A-Z]\. [^,]+, [A-Z]\.", corpus.citation.authors), "join with ' and '"


def test_citation_keys_are_unique() -> None:
    records = [get_corpus(name) for name in list_corpora()]
    entries = {}
    for record in records:
        entry = entries.setdefault(record.citation.key, record.citation)
        assert entry == record.citation, record.citation.key


def test_tasks_have_classes_of_their_own(corpus: Corpus) -> None:
    for name, task in corpus.tasks.items():
        assert name.startswith(f"{corpus.name}_")
        assert name not in TAXONOMIES
        assert task.why.strip() and "\n" not in task.why
        assert {target for target in task.labels.values() if target} == set(task.classes)
        assert corpus.classes(name) == task.classes == get_task(name).classes
        if task.labels.keys() != set(corpus.own_labels):
            assert all(name in u.tasks for u in corpus.sample.utterances)
        for utterance in corpus.sample.utterances:
            assert corpus.target(utterance, name) in (*task.classes, None)


def test_labels_go_to_the_eight_classes(corpus: Corpus) -> None:
    if corpus.labels is None:
        assert corpus.native_labels
        assert corpus.problems, "say why the labels are no emotions"
        with pytest.raises(SerEvalsError, match="use one of: native"):
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
        assert utterance.split in (*corpus.splits, None)
        assert (root / utterance.path).is_file()
        assert "\\" not in utterance.path
        assert len(utterance.raters) in (0, len(utterance.votes))
        assert utterance.confidence is None or 0 <= utterance.confidence <= 1
        assert utterance.end is None or 0 <= (utterance.start or 0) < utterance.end
        for dimension in ("arousal", "valence", "dominance"):
            value = getattr(utterance, dimension)
            if value is not None:
                lowest, highest = corpus.dimensions[dimension]
                assert lowest <= value <= highest
    assert corpus.speakers is None or any(u.speaker for u in found)


def test_folds_keep_speakers_apart(corpus: Corpus) -> None:
    """As many copies of the sample as there are speakers, each with its own."""
    copies = range(min(corpus.speakers or 5, 10))
    rows = [(i, u) for i in copies for u in corpus.sample.utterances]
    speakers = [(i, u.speaker or u.id) for i, u in rows]
    sessions = [u.session and (i, u.session) for i, u in rows]
    groups = join_groups(speakers, sessions)
    if len(set(groups)) < 2:
        assert corpus.speakers == 1, "one speaker: folds cannot keep speakers apart"
        return
    number = folds(groups, [u.label for _, u in rows])
    home = {speaker: set() for speaker in speakers}
    for speaker, fold in zip(speakers, number, strict=True):
        home[speaker].add(int(fold))
    assert {len(folds_of) for folds_of in home.values()} == {1}
    assert len(set(number.tolist())) > 1


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


def test_task_of_another_corpus_takes_what_the_corpus_has_of_it() -> None:
    record = get_corpus("emodb")
    mapping = record.mapping("iemocap_4cl")
    assert {label for label, target in mapping.items() if target} == {
        "anger",
        "happiness",
        "neutral",
        "sadness",
    }
    assert record.classes("iemocap_4cl") == get_task("iemocap_4cl").classes
    with pytest.raises(SerEvalsError, match=r"unknown taxonomy 'iemocap_5cl'.*iemocap_4cl"):
        record.mapping("iemocap_5cl")
    with pytest.raises(SerEvalsError, match="no labels in the taxonomy 'fau_aibo_2cl'.*boredom"):
        record.mapping("fau_aibo_2cl")


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
        SerEvalsError, match=r"expected files such as 'wav/16b10Lb\.wav', found Actor_02/"
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
    for _ in range(2):
        found = emodb(tmp_path, "emodb/wav/03a01Fa.wav", "wav/03a01Fa.wav")
        assert [u.path for u in found] == ["wav/03a01Fa.wav"]
    (said,) = caplog.records
    assert "'emodb/wav/03a01Fa.wav': left out" in said.getMessage()
    (tmp_path / "wav/03a01Fa.wav").write_bytes(b"other")
    with pytest.raises(SerEvalsError, match="one name and different content"):
        emodb(tmp_path)


def test_emov_db_keeps_both_takes_of_a_sentence(tmp_path: Path) -> None:
    names = ("amused_1-28_0026", "amused_225_252_0026")
    root = write_tree({f"josh_Amused/{name}.wav": "" for name in names}, tmp_path)
    found = list(get_corpus("emov_db").read(root))
    assert [(u.id, u.sentence) for u in found] == [(f"josh_{name}", "0026") for name in names]


def test_turev_folder_against_code(tmp_path: Path) -> None:
    root = write_tree({"Sound Source/Sad/1157_kz_dil.wav": ""}, tmp_path)
    with pytest.raises(
        SerEvalsError, match=r"1157_kz_dil.*folder says 'Sad', its name 'kz' \(angry\)"
    ):
        list(get_corpus("turev").read(root))


def test_table_rows_without_audio(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    nemo = get_corpus("nemo")
    root = write_tree(nemo.sample.files, tmp_path)
    with open(root / "data.tsv", "a") as table:
        table.write("EB0_anger_13.wav\tanger\tKot śpi.\tkot śpi\tEB0\tfemale\t27\n")
    for _ in range(2):
        assert [u.id for u in nemo.read(root)] == ["WR0_surprised_64"]
    assert [r.name for r in caplog.records] == ["ser_evals"]
    assert "1 of 2 rows have no audio and are left out: 'samples/EB0_anger_13.wav'" in caplog.text
    with open(root / "data.tsv", "a") as table:
        table.write("EB0_anger_14.wav\tanger\tKot śpi.\tkot śpi\tEB0\tfemale\t27\n")
    list(nemo.read(root))
    assert "2 of 3 rows have no audio" in caplog.records[-1].getMessage()


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


def test_workbook_is_a_table(tmp_path: Path) -> None:
    write_tree({"t.xlsx": "File\t\tMood\n1\t?\tglad\n2\t?\t \n", "no.xlsx": ""}, tmp_path)
    assert read_rows(tmp_path / "t.xlsx", sheet="Sheet") == read_rows(tmp_path / "t.xlsx")
    assert read_rows(tmp_path / "t.xlsx") == [
        {"File": "1", "Mood": "glad"},
        {"File": "2", "Mood": ""},
    ]
    (tmp_path / "no.xlsx").write_text("text")
    with pytest.raises(SerEvalsError, match=r"no\.xlsx is no workbook"):
        read_rows(tmp_path / "no.xlsx")
    with pytest.raises(FileNotFoundError):
        read_rows(tmp_path / "absent.xlsx")


def test_table_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("a,b\nä,1\n".encode("latin-1"))
    assert read_rows(tmp_path / "t.csv", encoding="latin-1") == [{"a": "ä", "b": "1"}]
    with pytest.raises(SerEvalsError, match=r"t\.csv is no table in utf-8-sig"):
        read_rows(tmp_path / "t.csv")


def test_broken_utterances_are_left_out(tmp_path: Path) -> None:
    record = get_corpus("emodb")
    names = ("wav/03a01Fa.wav", "wav/16b10Lb.wav")
    root = write_tree(dict.fromkeys(names, ""), tmp_path)
    without = replace(record, broken={"03a01Fa": "cut off"})
    assert [u.id for u in without.read(root)] == ["16b10Lb"]


def test_numbers_of_a_table_are_numbers(tmp_path: Path) -> None:
    root = write_tree({"t.csv": "file,mood,V\na.wav,glad,4.5\n", "a.wav": ""}, tmp_path)
    read = from_table("t.csv", path="{file}", columns={"label": "mood", "valence": "V"})
    assert next(iter(read(root))).valence == 4.5
    (root / "t.csv").write_text("file,mood,V\na.wav,glad,high\n")
    with pytest.raises(SerEvalsError, match="'a.wav': valence is 'high': expected a number"):
        list(read(root))


def test_records_are_held_to_what_they_promise(tmp_path: Path) -> None:
    record = get_corpus("emodb")
    twice = replace(record, read=lambda root: iter(record.sample.utterances[:1] * 2))
    with pytest.raises(SerEvalsError, match="emodb: two utterances have the id '16b10Lb'"):
        list(twice.read(tmp_path))
    fewer = replace(record, labels={"anger": "anger"})
    with pytest.raises(SerEvalsError, match="emodb: unknown label 'boredom'.*anger"):
        list(fewer.read(write_tree(record.sample.files, tmp_path)))


def test_reader_takes_ids_from_paths(tmp_path: Path) -> None:
    root = write_tree({"a/1.wav": "", "b/1.wav": ""}, tmp_path)
    read = from_filenames(r"(?P<label>[ab])/\d", ids="path")
    assert [(u.id, u.label) for u in read(root)] == [("a/1", "a"), ("b/1", "b")]


def test_import_is_light_and_listing_fast() -> None:
    code = """if True:
        import json, sys, time
        import ser_evals.corpora as corpora
        start = time.process_time()
        corpora.list_corpora()
        print(json.dumps([time.process_time() - start, sorted(sys.modules)]))
    """
    runs = [
        json.loads(subprocess.check_output([sys.executable, "-c", code], text=True))
        for _ in range(3)
    ]
    heavy = {"torch", "transformers", "datasets", "numpy", "pandas"}
    assert not heavy & set(runs[0][1])
    assert not [name for name in runs[0][1] if re.match(r"ser_evals\.corpora\.[a-z]", name)]
    assert min(run[0] for run in runs) < 0.2


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"labels": {"glad": "happy"}}, "record of emodb: unknown emotion 'happy'"),
        ({"labels": {"glad": Remap("other", "hapiness", "?")}}, "did you mean 'happiness'"),
        ({"labels": None}, "expected native_labels"),
        ({"languages": "de"}, "languages is 'de': expected tuple"),
        ({"languages": ()}, r"languages is \(\): expected tuple"),
        ({"elicitation": "acting"}, "did you mean 'acted'"),
        ({"redistributable": "all"}, "unknown redistributable 'all'"),
        ({"utterances": "535"}, "utterances is '535': expected int or None"),
        ({"citation": "me"}, "citation is 'me': expected Citation"),
        ({"read": None}, "read is None: expected a function"),
        ({"name": "../mine"}, r"corpus name '\.\./mine'"),
        ({"splits": {"valid": 3}}, "unknown split 'valid'"),
        ({"splits": ("train",)}, "splits is .*: expected dict"),
        ({"title": " "}, "title is ' ': expected text"),
        ({"languages": (1,)}, r"languages is \(1,\): expected tuple"),
        ({"dimensions": {"joy": (1, 5)}}, "unknown dimension 'joy'"),
        ({"dimensions": {"arousal": (5, 1)}}, "dimensions is .*: expected dict to .lowest"),
        ({"labels": ["anger"]}, "labels is .*: expected dict"),
        ({"tasks": {"t": Task(("low",), {"x": "lo"}, "?")}}, r"class 'lo'.*tasks\['t'\]\.labels"),
    ],
)
def test_mistaken_records_are_refused(changes: dict, complaint: str) -> None:
    with pytest.raises(SerEvalsError, match=complaint) as error:
        replace(get_corpus("emodb"), **changes)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("read", "complaint"),
    [
        (lambda root: None, "emodb: reading gave None: expected utterances"),
        (lambda root: ["a.wav"], "reading gave 'a.wav': expected an Utterance"),
        (lambda root: [Utterance("a", Path("a.wav"), "anger")], "path of 'a' is .*: not text"),
        (lambda root: [Utterance("a", "/a.wav", "anger")], "'/a.wav': expected one relative"),
        (lambda root: [Utterance("a", "b\\a.wav", "anger")], "with forward slashes"),
        (lambda root: [Utterance("a", "a.wav", "anger", speaker=1)], "speaker of 'a' is 1: not"),
        (lambda root: [Utterance("a", "a.wav", "anger", start="0")], "start of 'a' is '0': no num"),
        (lambda root: [Utterance("a", "a.wav", "anger", split="valid")], "unknown split 'valid'"),
        (lambda root: [Utterance("a", "a.wav", "anger", sex="F")], "unknown sex 'F'"),
        (lambda root: [{}["EmoClass"]], "no column or entry 'EmoClass'"),
        (lambda root: json.loads("{"), "a table in .* cannot be read"),
        (lambda root: ["a", "b"][2:][0], "a table in .* cannot be read"),
        (lambda root: (next(iter(())) for _ in "a"), "a table in .* cannot be read"),
        (lambda root: root.read_bytes(), "a table in .* cannot be read .*directory"),
    ],
)
def test_mistaken_reading_is_refused(read, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match=complaint):
        list(replace(get_corpus("emodb"), read=read).read(tmp_path))


def test_links_in_circles_are_followed_once(tmp_path: Path) -> None:
    write_tree({"wav/03a01Fa.wav": ""}, tmp_path)
    (tmp_path / "wav/again").symlink_to(tmp_path)
    assert [u.path for u in emodb(tmp_path)] == ["wav/03a01Fa.wav"]


def test_linked_files_keep_their_real_place(tmp_path: Path) -> None:
    write_tree({"wav/03a01Fa.wav": ""}, tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a/link").symlink_to(tmp_path / "wav")
    assert [u.path for u in emodb(tmp_path)] == ["wav/03a01Fa.wav"]


def test_table_with_a_field_that_is_none() -> None:
    with pytest.raises(SerEvalsError, match=r"'speeker': did you mean 'speaker'.*reader of t\.csv"):
        from_table("t.csv", path="{file}", columns={"label": "mood", "speeker": "who"})


def test_record_without_files_in_its_sample(tmp_path: Path) -> None:
    bare = replace(get_corpus("emodb"), sample=Sample({}, ()))
    with pytest.raises(SerEvalsError, match="expected files of EmoDB, found an empty folder"):
        list(bare.read(tmp_path))


def test_empty_manifest_of_dusha(tmp_path: Path) -> None:
    record = get_corpus("dusha")
    root = write_tree(record.sample.files, tmp_path)
    (root / "processed_dataset_090/aggregated_dataset/crowd_test.tsv").write_text("")
    with pytest.raises(SerEvalsError, match=r"dusha: .*crowd_test\.tsv is empty"):
        list(record.read(root))


@pytest.mark.parametrize(("name", "refused"), [("iemocap", True), ("emodb", False)])
def test_a_record_of_ones_own_frees_no_known_corpus(name, refused, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "from dataclasses import replace\nfrom ser_evals.corpora import get_corpus\n"
        f"corpus = replace(get_corpus('synthetic'), name={name!r})\n"
    )
    if not refused:
        assert get_corpus(path).name == name
        return
    with pytest.raises(SerEvalsError, match="of it 'nothing' may be published, not 'audio': give"):
        get_corpus(path)
