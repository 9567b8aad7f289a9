"""The scan: which files cannot be used and why, and what is not read a second time."""

import io
import json
import os
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ser_evals import audio
from ser_evals.data import scan
from ser_evals.data._scan import FileFacts
from ser_evals.errors import SerEvalsError
from ser_evals.paths import cache_dir


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SER_EVALS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "mini").mkdir()
    return tmp_path / "mini"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were opened as audio."""
    names: list[str] = []
    inspect = audio.inspect

    def counting(path: Path) -> audio.Facts:
        names.append(path.name)
        return inspect(path)

    monkeypatch.setattr(audio, "inspect", counting)
    return names


def wav(samples: int = 1600, *, rate: int = 16_000, channels: int = 1, **options: str) -> bytes:
    buffer = io.BytesIO()
    noise = np.random.default_rng(samples).normal(0, 0.1, (samples, channels))
    soundfile.write(buffer, noise, rate, **{"format": "WAV"} | options)
    return buffer.getvalue()


def with_promise(content: bytes, length: int) -> bytes:
    at = content.index(b"data") + 4
    return content[:at] + struct.pack("<I", length) + content[at + 4 :]


def with_chunk(content: bytes, name: bytes, body: bytes) -> bytes:
    chunk = name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    at = content.index(b"data")
    return (
        content[:4]
        + struct.pack("<I", len(content) + len(chunk) - 8)
        + (content[8:at] + chunk + content[at:])
    )


def never_closed(content: bytes) -> bytes:
    return content[:4] + struct.pack("<I", 8) + with_promise(content, 0)[8:]


def facts(root: Path, content: bytes | None) -> FileFacts:
    if content is not None:
        (root / "a.wav").write_bytes(content)
    return scan(root, ["a.wav"])["a.wav"]


def test_facts_of_a_good_file(root: Path) -> None:
    found = facts(root, wav(44_100, rate=44_100, channels=2))
    assert found.error is None
    assert (found.seconds, found.sampling_rate, found.channels) == (1.0, 44_100, 2)
    assert len(found.digest) == 32


not_a_number = io.BytesIO()
soundfile.write(not_a_number, np.array([0.0, np.nan, 0.0]), 16_000, format="WAV", subtype="FLOAT")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (wav(1600)[:-1000], "is truncated (1000 bytes of audio are missing)"),
        (with_chunk(wav(1600), b"LIST", b"abc")[:-7], "is truncated (7 bytes"),
        (b"", "is empty (0 bytes)"),
        (wav(0), "holds no samples"),
        (not_a_number.getvalue(), "holds NaN or infinite samples"),
        (wav(1600, format="AIFF")[:-1000], "is truncated (1000 bytes"),
        (wav(9000, format="FLAC")[:-1000], "is "),
        (wav(9000, format="FLAC")[:-9], "is "),
        (b"This is the transcript.\n", "is not readable as audio ("),
        (wav(1600)[:20], "is not readable as audio ("),
        (None, "cannot be opened (No such file or directory)"),
    ],
    ids=range(11),  # some of the bytes hold the time
)
def test_files_that_cannot_be_used(root: Path, content: bytes | None, error: str) -> None:
    found = facts(root, content)
    assert found.error is not None and found.error.startswith(error)
    assert "\n" not in found.error and str(root) not in found.error


@pytest.mark.parametrize("body", [b"odd", b"even", b"x" * 301])
def test_chunks_before_the_data_are_stepped_over(root: Path, body: bytes) -> None:
    found = facts(root, with_chunk(wav(1600), b"LIST", body))
    assert found.error is None and found.seconds == 0.1


@pytest.mark.parametrize("length", [0xFFFFFFFF, 0xFFFFFFDB, 0x7FFFFFFF, 0x7FFFF000])
def test_headers_of_streaming_encoders_promise_nothing(root: Path, length: int) -> None:
    found = facts(root, with_promise(wav(1600), length))
    assert found.error is None and found.seconds == 0.1


@pytest.mark.parametrize("form", ["AIFF", "FLAC", "OGG"])
def test_other_formats_are_accepted_by_content(root: Path, form: str) -> None:
    found = facts(root, wav(1600, format=form))
    assert found.error is None and found.seconds == pytest.approx(0.1)


def test_what_did_not_change_is_not_read_again(root: Path, looked: list[str]) -> None:
    for name in ("a.wav", "b.wav", "c.wav"):
        (root / name).write_bytes(wav(800))
    first = scan(root, ["a.wav", "b.wav"])
    assert sorted(looked) == ["a.wav", "b.wav"]
    assert scan(root, ["a.wav", "b.wav"]) == first
    assert len(looked) == 2
    scan(root, ["a.wav", "c.wav"])
    assert sorted(looked) == ["a.wav", "b.wav", "c.wav"]
    # a partial scan does not make the cache forget the rest
    assert scan(root, ["b.wav"]) == {"b.wav": first["b.wav"]}
    assert len(looked) == 3


def test_a_changed_file_is_read_again(root: Path, looked: list[str]) -> None:
    before = facts(root, wav(800))
    assert facts(root, wav(900)).seconds == 900 / 16_000
    assert len(looked) == 2
    same_size = bytearray(wav(900))
    same_size[-1] ^= 1
    (root / "a.wav").write_bytes(same_size)
    status = (root / "a.wav").stat()
    os.utime(root / "a.wav", ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    after = facts(root, None)
    assert len(looked) == 3
    assert after.digest != before.digest


def test_an_error_is_not_remembered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that failed for a moment leaves size and time of the file as they are."""

    def fail(path: Path) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(audio, "inspect", fail)
        assert "Input/output error" in str(facts(root, wav()).error)
    assert facts(root, None).error is None


def test_a_repaired_file_is_seen(root: Path) -> None:
    assert facts(root, b"").error == "is empty (0 bytes)"
    assert facts(root, wav()).error is None
    (root / "a.wav").unlink()
    assert facts(root, None).error == "cannot be opened (No such file or directory)"


STALE = b'{"format": 2, "files": {"a.wav": {"new": 1}}}'


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"a.wav": {"stamp": ""}}', STALE],
)
def test_a_corrupted_cache_is_ignored(root: Path, content: bytes, looked: list[str]) -> None:
    expected = facts(root, wav())
    (stored,) = (cache_dir() / "scans").iterdir()
    good = stored.read_bytes()
    stored.write_bytes(content)
    assert facts(root, None) == expected
    assert len(looked) == 2
    assert stored.read_bytes() == good


def test_two_folders_of_one_name_are_kept_apart(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "copy" / "mini"
    other.mkdir(parents=True)
    (other / "a.wav").write_bytes(wav(1600))
    assert facts(root, wav(800)).seconds == 0.05
    assert facts(other, None).seconds == 0.1
    assert len(list((cache_dir() / "scans").iterdir())) == 2


def test_facts_of_an_older_version_are_forgotten(root: Path, looked: list[str]) -> None:
    expected = facts(root, wav())
    (stored,) = (cache_dir() / "scans").iterdir()
    known = json.loads(stored.read_text())
    for old in (known["files"], known | {"format": 1}):
        stored.write_text(json.dumps(old))
        assert facts(root, None) == expected
    assert len(looked) == 3


def digest(root: Path, content: bytes) -> str:
    found = facts(root, content)
    assert found.error is None
    (root / "a.wav").unlink()
    return found.digest


def test_equal_samples_are_one_recording_whatever_the_tags(root: Path) -> None:
    plain = wav(1600)
    first = digest(root, plain)
    assert digest(root, with_chunk(plain, b"LIST", b"INFOIART2026")) == first
    assert digest(root, plain + b"LIST\4\0\0\0INFO") == first
    assert digest(root, wav(1600, format="WAVEX")) == first
    assert digest(root, with_promise(plain, 0xFFFFFFFF)) == first
    assert digest(root, never_closed(plain)) == first


def test_other_samples_or_formats_are_other_recordings(root: Path) -> None:
    others = [
        wav(1600),
        wav(1601),
        wav(1600, rate=8000),
        wav(800, channels=2),
        wav(1600, subtype="PCM_24"),
        wav(1600, subtype="ULAW"),
        wav(1600, format="AIFF"),
        wav(1600, format="FLAC"),
        never_closed(wav(1599)),
    ]
    silent = wav(1600)[:44] + bytes(3200)
    of_rate = silent[:24] + struct.pack("<II", 8000, 16_000) + silent[32:]
    of_channels = silent[:22] + b"\2\0" + silent[24:32] + b"\4\0" + silent[34:]
    others += [silent, of_rate, of_channels]
    assert len({digest(root, content) for content in others}) == len(others)


VIDEO = ("-f", "lavfi", "-i", "testsrc=d=1:s=64x64:r=5")


@pytest.mark.parametrize("name", ["a.m4a", "a.mp4", "a.avi", "a.webm"])
def test_what_only_ffmpeg_reads(root: Path, name: str) -> None:
    (root / "a.wav").write_bytes(wav(48_000, rate=48_000, channels=2))
    options = VIDEO if name in ("a.mp4", "a.avi") else ()
    command = ["ffmpeg", "-v", "error", "-i", str(root / "a.wav"), *options, str(root / name)]
    subprocess.run(command, check=True)
    found = scan(root, [name])[name]
    assert found.error is None and (found.sampling_rate, found.channels) == (48_000, 2)
    assert found.seconds == pytest.approx(1, abs=0.1)
    whole = (root / name).read_bytes()
    (root / name).write_bytes(whole[: len(whole) // 2])
    assert str(scan(root, [name])[name].error).startswith("is truncated (")


def test_without_ffmpeg_nothing_is_skipped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "a.m4a").write_bytes(b"0000ftypM4A 0000")
    assert str(scan(root, ["a.m4a"])["a.m4a"].error).startswith("is ")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SerEvalsError, match=r"a\.m4a: needs the program ffmpeg"):
        scan(root, ["a.m4a"])


def test_exchanged_files_of_one_size_and_time_are_noticed(tmp_path):
    """Unpacked archives give many files one size and one time of modification."""
    paths = [tmp_path / "a.wav", tmp_path / "b.wav"]
    for number, path in enumerate(paths):
        soundfile.write(path, np.full(1600, 0.1 * (number + 1)), 16_000)
        os.utime(path, (1, 1))
    before = scan(tmp_path, ["a.wav", "b.wav"])
    for old, new in (("a.wav", "c.wav"), ("b.wav", "a.wav"), ("c.wav", "b.wav")):
        (tmp_path / old).rename(tmp_path / new)
    after = scan(tmp_path, ["a.wav", "b.wav"])
    assert after["a.wav"].digest == before["b.wav"].digest != before["a.wav"].digest
