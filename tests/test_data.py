"""From a folder to rows: what is refused, dropped, grouped, limited and fingerprinted."""

import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Task, Utterance
from ser_evals.data import CorpusData, index
from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError

LABELS = {
    "glad": "happiness",
    "sad": "sadness",
    "bored": Remap("other", "sadness", "a state of its own"),
    "song": Remap(None, "neutral", "is not speech"),
}
CITATION = Citation("me2026mini", "M. E.", "Mini", "", 2026)
NEW = ("start", "end", "intensity", "arousal", "valence", "dominance", "confidence")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "mini"
    folder.mkdir()
    return folder


def speak(path: Path, voice: int) -> None:
    """Write a recording; the same voice gives the same bytes."""
    noise = np.random.default_rng(voice).normal(0, 0.1, 800)
    soundfile.write(path, noise, 16_000)
    # Written again within a clock tick, another voice would look like the same file.
    os.utime(path, ns=(0, voice))


def mini(root: Path, *utterances: dict[str, Any], **facts: Any) -> Corpus:
    """Write a recording per utterance (u0, u1 ...) and return the record that reads them."""
    found = []
    for number, fields in enumerate(utterances):
        name = f"u{number}"
        speak(root / f"{name}.wav", fields.pop("voice", number))
        found.append(Utterance(**{"id": name, "path": f"{name}.wav", "label": "glad"} | fields))

    def read(folder: Path) -> Iterator[Utterance]:
        yield from found

    known: dict[str, Any] = dict(
        name="mini",
        title="Mini",
        languages=("fr", "en"),
        elicitation="acted",
        licence="CC0-1.0",
        homepage="here",
        obtain="ask",
        redistributable="audio",
        citation=CITATION,
        utterances=len(found),
        speakers=2,
        labels=LABELS,
        read=read,
        sample=Sample(files={}, utterances=()),
    )
    return Corpus(**known | facts)


def groups(data: CorpusData) -> list[str]:
    return [row["group"] for row in data.rows]


def test_rows(root: Path) -> None:
    first = {"speaker": "a", "sex": "female", "sentence": "7", "text": "Salut.", "split": "dev"}
    record = mini(root, first, {"label": "sad", "speaker": "b", "language": "en"})
    data = index(record, str(root))
    digests = [row.pop("digest") for row in data.rows]
    assert len(set(digests)) == 2 and data.classes == EMOTIONS
    none = dict.fromkeys(("sex", "session", "sentence", "text", "split"))
    shared = none | dict.fromkeys(NEW) | {"votes": [], "raters": [], "tasks": {}}
    shared |= {"corpus": "mini", "duration": 0.05}
    audio = [{"bytes": None, "path": str(root / f"u{i}.wav")} for i in range(2)]
    assert data.rows == (
        shared
        | first
        | {"id": "u0", "audio": audio[0], "label": "glad", "emotion": "happiness"}
        | {"language": "fr", "group": "a"},
        shared
        | {"id": "u1", "audio": audio[1], "label": "sad", "emotion": "sadness"}
        | {"language": "en", "speaker": "b", "group": "b"},
    )


def test_all_unreadable_files_are_in_one_error(root: Path) -> None:
    record = mini(root, *({"speaker": "ab"[i % 2]} for i in range(10)))
    for i in range(7):
        (root / f"u{i}.wav").write_bytes(b"x" * i)
    with pytest.raises(SerEvalsError, match="mini: 7 of 10 audio files below .* cannot") as caught:
        index(record, root)
    text = str(caught.value)
    assert "u0.wav is empty (0 bytes); u1.wav is not readable" in text
    assert "u4.wav" in text and "u5.wav" not in text
    ways = "run --skip-unreadable, load_corpus and load_dataset with skip_unreadable=True"
    assert text.endswith(f"and 2 more. Restore them; what leaves them out: {ways}")
    assert "\n" not in text


def test_skip_unreadable_drops_and_lists(root: Path) -> None:
    record = mini(root, *({"speaker": "ab"[i % 2]} for i in range(4)))
    (root / "u1.wav").unlink()
    (root / "u2.wav").write_bytes(b"")
    data = index(record, root, skip_unreadable=True)
    assert [row["id"] for row in data.rows] == ["u0", "u3"]
    assert data.unreadable == (
        "u1.wav cannot be opened (No such file or directory)",
        "u2.wav is empty (0 bytes)",
    )


def test_nothing_but_unreadable_files_cannot_be_skipped(root: Path) -> None:
    record = mini(root, {"speaker": "a"}, {"speaker": "b"})
    for i in range(2):
        (root / f"u{i}.wav").write_bytes(b"")
    with pytest.raises(SerEvalsError, match=r"2 of 2 .* u0\.wav is empty .* Restore them$"):
        index(record, root, skip_unreadable=True)


def test_unreadable_files_of_dropped_labels_do_not_matter(root: Path) -> None:
    record = mini(root, {"speaker": "a"}, {"speaker": "b", "label": "song"})
    (root / "u1.wav").write_bytes(b"")
    assert len(index(record, root).rows) == 1
    with pytest.raises(SerEvalsError, match=r"1 of 2 .* u1\.wav is empty"):
        index(record, root, taxonomy="native")


def test_identical_audio_joins_two_speakers(root: Path) -> None:
    record = mini(
        root,
        {"speaker": "46", "voice": 9},
        {"speaker": "53", "voice": 9},
        {"speaker": "53"},
        {"speaker": "7"},
    )
    data = index(record, root)
    assert groups(data) == ["46+53", "46+53", "46+53", "7"]
    assert data.grouped_by == "speaker" and data.speaker_independent


def test_speakers_who_meet_are_one_group(root: Path) -> None:
    record = mini(
        root,
        {"speaker": "a", "session": "1"},
        {"speaker": "b", "session": "1"},
        {"speaker": "c", "session": "2"},
        {"speaker": "c", "session": "3"},
    )
    data = index(record, root)
    assert groups(data) == ["1", "1", "2+3", "2+3"]
    assert data.grouped_by == "session" and data.speaker_independent


def test_where_everybody_meets_speakers_alone_are_kept_apart(root: Path) -> None:
    series = [{"speaker": s, "session": "12"[i > 4]} for i, s in enumerate("abcabcab")]
    data = index(mini(root, *series, {"session": "2"}, {"speaker": "d", "session": "3"}), root)
    assert groups(data) == [*"abcabcab", "unknown", "d"]
    assert data.grouped_by == "speaker" and data.speaker_independent


def test_sessions_of_nobody_known_stay_whole(root: Path) -> None:
    data = index(mini(root, *({"session": s} for s in "1111111112"), speakers=None), root)
    assert groups(data) == [*"1111111112"] and data.grouped_by == "session"


def test_one_speaker_is_divided_by_sentences(root: Path) -> None:
    record = mini(root, *({"speaker": "a", "sentence": s} for s in ("x", "y", "x")), speakers=1)
    data = index(record, root)
    assert groups(data) == ["x", "y", "x"]
    assert data.grouped_by == "sentence" and not data.speaker_independent


def test_two_speakers_who_are_one_are_divided_by_sentences(root: Path) -> None:
    record = mini(
        root,
        {"speaker": "a", "sentence": "x", "voice": 1},
        {"speaker": "b", "sentence": "x", "voice": 1},
        {"speaker": "b", "sentence": "y"},
    )
    data = index(record, root)
    assert groups(data) == ["x", "x", "y"]
    assert data.grouped_by == "sentence" and not data.speaker_independent


@pytest.mark.parametrize(
    ("sentences", "unit", "expected"),
    [
        (("x", "y", "x", "y"), "sentence", ["x+y", "x+y", "x+y", "x+y"]),
        (("x", "y", None, "z"), "sentence", ["x+y", "x+y", "u2", "z"]),
        ((None,) * 4, "utterance", ["u0+u1", "u0+u1", "u2", "u3"]),
    ],
)
def test_unknown_speakers(
    root: Path, sentences: tuple[str | None, ...], unit: str, expected: list[str]
) -> None:
    """The first two recordings are the same bytes."""
    voices = (5, 5, 6, 7)
    fields = [{"sentence": s, "voice": v} for s, v in zip(sentences, voices, strict=True)]
    data = index(mini(root, *fields, speakers=None), root)
    assert groups(data) == expected
    assert data.grouped_by == unit and not data.speaker_independent


def test_utterances_of_nobody_are_one_group_beside_the_speakers(root: Path) -> None:
    data = index(mini(root, {"speaker": "a"}, {}, {}, {"speaker": "b"}), root)
    assert groups(data) == ["a", "unknown", "unknown", "b"]


def test_taxonomies_and_dropped_labels(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    labels = ("glad", "bored", "song", "song")
    record = mini(root, *({"label": x, "speaker": s} for x, s in zip(labels, "abab", strict=True)))
    with caplog.at_level(logging.INFO, "ser_evals"):
        data = index(record, root)
    assert [row["emotion"] for row in data.rows] == ["happiness", "other"]
    assert data.dropped == {"song": 2}
    assert [r.getMessage() for r in caplog.records] == [
        "mini: 2 utterances of 'song' are not in ser_evals"
    ]
    paper = index(record, root, taxonomy="ser_evals_2024")
    emotions = [row["emotion"] for row in paper.rows]
    assert emotions == ["happiness", "sadness", "neutral", "neutral"] and paper.dropped == {}
    native = index(record, root, taxonomy="native")
    assert [row["emotion"] for row in native.rows] == list(labels)
    assert native.classes == ("bored", "glad", "sad", "song")


TASK = Task(("sadness", "rest"), {"glad": "rest", "sad": "sadness", "bored": None}, "why not")
APART = Task(("yes", "no"), {"Y": "yes", "N": "no", "?": None}, "asked later")


def test_tasks(root: Path) -> None:
    asked = [{"tasks": {"mini_apart": answer}, "speaker": answer} for answer in "YN?"]
    record = mini(root, *asked, tasks={"mini_task": TASK, "mini_apart": APART})
    data = index(record, root, taxonomy="mini_apart")
    assert data.classes == ("yes", "no") and data.dropped == {"?": 1}
    found = [(row["label"], row["emotion"], row["tasks"]) for row in data.rows]
    assert found == [("glad", "yes", {"mini_apart": "Y"}), ("glad", "no", {"mini_apart": "N"})]
    data = index(record, root, taxonomy="mini_task")
    assert [row["emotion"] for row in data.rows] == ["rest"] * 3
    silent = mini(root, {}, tasks={"mini_apart": APART})
    with pytest.raises(SerEvalsError, match="mini: 'u0' has no label of 'mini_apart'"):
        index(silent, root, taxonomy="mini_apart")


def test_confidence_is_in_the_label_of_the_task(root: Path) -> None:
    """What raters agree on of the corpus's own label says nothing about another label."""
    asked = {"confidence": 0.6, "tasks": {"mini_apart": "Y"}}
    known = asked | {"task_confidence": {"mini_apart": 0.8}}
    record = mini(root, asked, known, tasks={"mini_task": TASK, "mini_apart": APART})
    for taxonomy, shares in (("mini_apart", [None, 0.8]), ("mini_task", [0.6, 0.6])):
        rows = index(record, root, taxonomy=taxonomy).rows
        assert [row["confidence"] for row in rows] == shares


def test_ratings(root: Path) -> None:
    rated = dict(arousal=3.5, valence=-1.0, dominance=2.0, confidence=0.75, intensity="strong")
    rated |= {"votes": ("glad", "sad"), "raters": ("r1", "r2")}
    (row,) = index(mini(root, rated), root).rows
    found = {name: row[name] for name in rated}
    assert found == rated | {"votes": ["glad", "sad"], "raters": ["r1", "r2"]}


def test_errors(root: Path) -> None:
    record = mini(root, {"speaker": "a", "label": "song"}, {"speaker": "b", "label": "song"})
    with pytest.raises(SerEvalsError, match="unknown taxonomy 'natve': did you mean 'native'"):
        index(record, root, taxonomy="natve")
    with pytest.raises(SerEvalsError, match="no utterance below .* with ser_evals$"):
        index(record, root)
    with pytest.raises(SerEvalsError, match="mini: .*: no folder of that name"):
        index(record, root / "elsewhere")
    with pytest.raises(SerEvalsError, match="mini: two utterances have the id 'same'"):
        index(mini(root, {"id": "same"}, {"id": "same"}), root)
    with pytest.raises(SerEvalsError, match="no labels in the taxonomy 'ser_evals'"):
        index(replace(record, labels=None, native_labels=("song",)), root)


def test_limit_is_deterministic_and_spread(root: Path) -> None:
    record = mini(root, *({"speaker": f"s{i // 6}"} for i in range(60)))
    small, large = (index(record, root, limit=n) for n in (20, 30))
    ids = [row["id"] for row in small.rows]
    assert len(ids) == 20 and ids == sorted(ids)
    assert ids == [row["id"] for row in index(record, root, limit=20).rows]
    assert set(ids) < {row["id"] for row in large.rows}
    assert len({row["speaker"] for row in small.rows}) > 5
    assert small.limited_from == 60
    assert index(record, root, limit=60).limited_from is None


def test_limit_scans_no_other_files(root: Path) -> None:
    record = mini(root, *({"speaker": "ab"[i % 2]} for i in range(9)))
    kept = {row["audio"]["path"] for row in index(record, root, limit=4).rows}
    (broken,) = list({str(p.resolve()) for p in root.glob("*.wav")} - kept)[:1]
    Path(broken).write_bytes(b"")
    assert not index(record, root, limit=4).unreadable


def test_fingerprint(root: Path) -> None:
    """It changes with a label map, a label, a speaker and a byte, and with nothing else."""
    fields = ({"speaker": "a"}, {"speaker": "b", "label": "sad"})

    def fingerprint(*changed: dict[str, Any], taxonomy: str = "ser_evals", **facts: Any) -> str:
        record = mini(root, *({**f} for f in changed or fields), **facts)
        return index(record, root, taxonomy=taxonomy).fingerprint

    first = fingerprint()
    assert fingerprint() == first == fingerprint(citation=replace(CITATION, year=2025))
    others = [
        fingerprint(labels=LABELS | {"sad": "other"}),
        fingerprint(fields[0], fields[1] | {"label": "bored"}),
        fingerprint(fields[0], fields[1] | {"speaker": "c"}),
        fingerprint(fields[0], fields[1] | {"voice": 5}),
        fingerprint(fields[0], fields[1] | {"split": "test"}),
        fingerprint(fields[0], fields[1] | {"id": "u9"}),
        fingerprint(*fields, {"speaker": "b"}),
        fingerprint(taxonomy="native"),
        fingerprint(fields[0], fields[1] | {"start": 0.01}),
    ]
    assert len({first, *others}) == 10
    rated = {"votes": ("glad", "sad"), "arousal": 3.0, "confidence": 0.5, "intensity": "strong"}
    assert fingerprint(fields[0] | rated, fields[1] | {"text": "Salut."}) == first
    assert fingerprint() == first


def test_a_count_that_differs_is_warned_about_once(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = mini(root, {"speaker": "a"}, {"speaker": "b", "label": "song"}, utterances=535)
    for limit in (1, None, None):
        index(record, root, limit=limit)
    warned = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert warned == ["mini: 2 utterances found, a full copy has 535"]


def test_an_unknown_count_does_not_differ(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    index(mini(root, {"speaker": "a"}, utterances=None), root)
    assert [r for r in caplog.records if r.levelname == "WARNING"] == []


def test_neither_limit_nor_dropped_labels_make_a_count_differ(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = mini(root, *({"speaker": "a", "label": x} for x in ("glad", "sad", "song")))
    index(record, root, limit=1)
    assert [r for r in caplog.records if r.levelname == "WARNING"] == []
