"""Fetching corpora from a server on this machine that fails in every way servers do."""

import hashlib
import io
import json
import logging
import socket
import stat
import tarfile
import threading
import zipfile
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import time

import pytest
from filelock import FileLock

from ser_evals.corpora import Download, get_corpus
from ser_evals.errors import SerEvalsError
from ser_evals.fetching import ByHand, Fetched, _ledger, _transfer, _unpack, fetch, instructions

FILES = {f"wav/03a01{letter}a.wav": letter.encode() * 5000 for letter in "FNTWL"}


@dataclass
class Site:
    """What the server gives, how it misbehaves at the next requests, and what it was asked."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    plan: list = field(default_factory=list)
    ranges: bool = True
    honest: bool = True
    lengths: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0

    def offer(self, name: str, content: bytes, /, **options) -> Download:
        self.files[f"/{name}"] = content
        self.etags[f"/{name}"] = f'"{hashlib.md5(content).hexdigest()}"'
        return Download(f"{self.url}/{name}", **options)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        site, self.close_connection = self.server.site, True
        site.asked.append(dict(self.headers))
        step = site.plan.pop(0) if site.plan else None
        if isinstance(step, tuple):
            return self.answer(step[0], b"", **step[1])
        if self.path not in site.files:
            return self.answer(404, b"not here")
        content, etag = site.files[self.path], site.etags[self.path]
        begin = int(self.headers.get("Range", "bytes=0-")[6:-1])
        fits = self.headers.get("If-Range", etag) == etag or not site.honest
        headers = {"ETag": etag} if etag else {}
        if not (begin and fits and site.ranges):
            return self.answer(200, content, cut=step, **headers)
        if begin >= len(content):
            return self.answer(416, b"", Content_Range=f"bytes */{len(content)}", **headers)
        part = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        return self.answer(206, content[begin:], cut=step, Content_Range=part, **headers)

    def answer(self, status, content, cut=None, **headers):
        self.send_response(status)
        if self.server.site.lengths:
            self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        body = content[:cut]
        self.server.site.sent += len(body)
        self.wfile.write(body)


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server.site
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def slept(monkeypatch):
    waits = []
    monkeypatch.setattr(_transfer, "sleep", waits.append)
    return waits


@pytest.fixture
def get(tmp_path):
    """Fetch a corpus that is read as EmoDB is and has the given downloads."""

    def run(*downloads, utterances=5):
        path = tmp_path / "mine.py"
        path.write_text(
            "from dataclasses import replace\n"
            "from ser_evals.corpora import Download, get_corpus\n"
            "corpus = replace(get_corpus('emodb'), name='mine', obtain='write a letter',\n"
            f"    utterances={utterances}, downloads={downloads!r})\n",
            encoding="utf-8",
        )
        return fetch(path, data_dir=tmp_path / "data")

    return run


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "mine"


def zipped(files, **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(files).items():
            archive.writestr(name, content, **options)
    return buffer.getvalue()


def tarred(files, mode="w:gz", kind=tarfile.REGTYPE) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "../../secret"
            member.size = len(content) if kind == tarfile.REGTYPE else 0
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".fetch" not in path.parts
    }


def left(folder: Path) -> list[str]:
    return sorted(
        path.name.partition("-")[2] or path.name for path in (folder / ".fetch").iterdir()
    )


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


ARCHIVES = {
    "a.zip": zipped(FILES),
    "a.tar": tarred(FILES, "w"),
    "a.tar.gz": tarred(FILES, "w:gz"),
    "a.tgz": tarred(FILES, "w:gz"),
    "a.tar.xz": tarred(FILES, "w:xz"),
    "A.TAR.BZ2": tarred(FILES, "w:bz2"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_is_downloaded_verified_unpacked_and_counted(name, site, get, folder):
    data = ARCHIVES[name]
    fetched = get(site.offer(name, data, size=len(data), checksum=sha256(data)))
    assert content(folder) == FILES
    assert fetched.corpus == "mine" and fetched.folder == folder
    assert set(fetched.added) == FILES.keys() and not fetched.skipped + fetched.differing
    assert fetched.downloaded == len(data) and fetched.utterances == fetched.expected == 5
    assert str(fetched).startswith(f"mine: 5 of 5 utterances in {folder}; 5 files added")
    assert left(folder) == ["fetched.json", "lock"]


def test_no_credentials_are_sent(site, get, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    get(site.offer("a.zip", zipped(FILES)))
    assert {"Authorization", "Cookie"}.isdisjoint(site.asked[0])
    assert site.asked[0]["User-Agent"].startswith("ser-evals/")


def test_strip_and_to_say_where_files_go(site, get, folder):
    top = {f"EmoDB-1.0/{name}": data for name, data in FILES.items()}
    junk = {"__MACOSX/EmoDB-1.0/._x.wav": b"x", "readme.txt": b"hello"}
    get(
        site.offer("a.zip", zipped(top | junk), strip=1, to="release"),
        site.offer("download", b"labels", name="labels.csv", to="meta"),
    )
    expected = {f"release/{name}": data for name, data in FILES.items()}
    assert content(folder) == expected | {
        "release/readme.txt": b"hello",
        "meta/labels.csv": b"labels",
    }


def test_a_second_run_does_nothing(site, get, folder):
    download = site.offer("a.zip", zipped(FILES))
    get(download)
    asked = len(site.asked)
    again = get(download)
    assert len(site.asked) == asked and again.downloaded == 0 and not again.added
    assert again.complete == ("a.zip",) and "everything was there" in str(again)


def test_what_was_deleted_or_changed_in_the_record_is_fetched_again(site, get, folder, caplog):
    data = zipped(FILES)
    download = site.offer("a.zip", data, checksum=sha256(data))
    get(download)
    (folder / "wav/03a01Fa.wav").unlink()
    again = get(download)
    assert again.added == ("wav/03a01Fa.wav",) and len(again.skipped) == 4
    assert "1 file of a.zip gone" in caplog.text
    newer = zipped(FILES | {"wav/03a01Ea.wav": b"E"})
    third = get(site.offer("a.zip", newer, checksum=sha256(newer)), utterances=6)
    assert third.added == ("wav/03a01Ea.wav",) and third.utterances == 6


def test_an_unreadable_ledger_is_written_anew(site, get, folder, caplog):
    download = site.offer("a.zip", zipped(FILES))
    get(download)
    (folder / ".fetch/fetched.json").write_text("{")
    assert len(get(download).skipped) == 5
    assert "written anew" in caplog.text
    assert json.loads((folder / ".fetch/fetched.json").read_text())["downloads"]


def test_a_cut_transfer_goes_on_within_a_run(site, get, folder, slept):
    data = ARCHIVES["a.tar"]
    site.plan = [10_000, 5_000]
    fetched = get(site.offer("a.tar", data, size=len(data)))
    assert content(folder) == FILES
    assert [asked.get("Range") for asked in site.asked] == [None, "bytes=10000-", "bytes=15000-"]
    assert site.asked[1]["If-Range"] == site.etags["/a.tar"]
    assert fetched.downloaded == site.sent == len(data)
    assert slept == [1.0, 1.0]


def test_a_run_goes_on_where_an_earlier_one_ended(site, get, folder, monkeypatch):
    data = ARCHIVES["a.tar"]
    download = site.offer("a.tar", data, checksum=sha256(data))
    monkeypatch.setattr(_transfer, "sleep", interrupted)
    site.plan = [10_000]
    with pytest.raises(KeyboardInterrupt):
        get(download)
    assert left(folder) == ["a.tar", "a.tar.json", "lock"]
    fetched = get(download)
    assert site.asked[-1]["Range"] == "bytes=10000-"
    assert fetched.downloaded == len(data) - 10_000 and content(folder) == FILES


def interrupted(_):
    raise KeyboardInterrupt


def test_what_came_in_whole_is_not_asked_for_again(site, get, folder, monkeypatch):
    download = site.offer("a.zip", zipped(FILES))
    with monkeypatch.context() as patch:
        patch.setattr("ser_evals.fetching.place", lambda *_: interrupted(0))
        with pytest.raises(KeyboardInterrupt):
            get(download)
    assert get(download).downloaded == 0
    assert len(site.asked) == 1 and content(folder) == FILES


@pytest.mark.parametrize("honest", [True, False], ids=["If-Range", "If-Range overlooked"])
def test_a_file_that_changed_meanwhile_is_fetched_anew(honest, site, get, folder, caplog):
    download = site.offer("a.tar", tarred({"wav/03a01Fa.wav": b"old" * 9000}, "w"))
    site.plan = [10_000]

    def change(_):
        site.offer("a.tar", ARCHIVES["a.tar"])
        site.honest = honest

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_transfer, "sleep", change)
        get(download)
    assert content(folder) == FILES
    assert ("has changed" in caplog.text) is not honest


def test_without_ranges_it_starts_anew(site, get, folder):
    data = ARCHIVES["a.tar"]
    site.ranges, site.plan = False, [10_000]
    assert get(site.offer("a.tar", data)).downloaded == len(data) + 10_000
    assert content(folder) == FILES


def test_without_validators_nothing_is_built_upon(site, get, folder):
    download = site.offer("a.tar", ARCHIVES["a.tar"], size=len(ARCHIVES["a.tar"]))
    site.etags["/a.tar"], site.lengths, site.plan = "", False, [10_000]
    get(download)
    assert "Range" not in site.asked[1] and content(folder) == FILES


def test_a_server_that_tells_no_length(site, get, folder):
    site.lengths = False
    assert get(site.offer("a.zip", zipped(FILES))).utterances == 5


def test_passing_failures_are_tried_again_with_growing_pauses(site, get, slept, caplog):
    site.plan = [(503, {}), (500, {}), (502, {})]
    assert get(site.offer("a.zip", zipped(FILES))).utterances == 5
    assert slept == [1.0, 2.0, 4.0]
    assert "the server answers 503 Service Unavailable" in caplog.text


def test_the_pause_that_a_server_asks_for_is_kept(site, get, slept):
    date = formatdate(time() + 20, usegmt=True)
    site.plan = [(429, {"Retry_After": "7"}), (503, {"Retry_After": date})]
    get(site.offer("a.zip", zipped(FILES)))
    assert slept[0] == 7 and 15 < slept[1] <= 20


def test_too_long_a_pause_is_not_waited_for(site, get, slept):
    site.plan = [(429, {"Retry_After": "7200"})]
    with pytest.raises(
        SerEvalsError, match="429 Too Many Requests; .* run the same again in 7200 s"
    ):
        get(site.offer("a.zip", zipped(FILES)))
    assert not slept


def test_a_server_that_keeps_failing_is_given_up(site, get, slept, folder):
    site.plan = [10_000] + [(503, {})] * 9
    with pytest.raises(SerEvalsError, match=r"503 .* \d+ kB are kept: run the same again") as error:
        get(site.offer("a.tar", ARCHIVES["a.tar"]))
    assert "\n" not in str(error.value) and len(slept) == _transfer.RETRIES
    assert "a.tar" in left(folder)


def test_a_dead_network(get, slept):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/a.zip"
        with pytest.raises(SerEvalsError, match="refused.* when the network is back, or obtain it"):
            get(Download(url))
    assert len(slept) == _transfer.RETRIES


@pytest.mark.parametrize(
    ("url", "match"),
    [
        ("ftp://127.0.0.1/a.zip", "ftp.*or obtain it by hand .write a letter."),
        ("http://127.0.0.1:port/a.zip", "[Pp]ort.*write a letter"),
    ],
)
def test_an_address_of_no_use(url, match, get):
    with pytest.raises(SerEvalsError, match=match):
        get(Download(url))


def test_not_found_is_final(site, get, slept, folder):
    with pytest.raises(SerEvalsError) as error:
        get(Download(f"{site.url}/gone.zip"))
    assert str(error.value) == (
        f"mine: {site.url}/gone.zip: the server answers 404 Not Found; "
        f"obtain it by hand (write a letter) and put it into {folder}"
    )
    assert len(site.asked) == 1 and not slept


@pytest.mark.parametrize("lengths", [True, False], ids=["declared", "undeclared"])
def test_another_size(lengths, site, get, folder):
    site.lengths = lengths
    with pytest.raises(SerEvalsError, match=r"bytes or more, expected 100: the file on the server"):
        get(site.offer("a.zip", zipped(FILES), size=100))
    assert left(folder) == ["lock"] and not content(folder)


@pytest.mark.parametrize("kind", ["md5", "sha256"])
def test_another_checksum(kind, site, get, folder):
    data = zipped(FILES)
    good, bad = f"{kind}:{hashlib.new(kind, data).hexdigest()}", f"{kind}:{'0' * 32}"
    with pytest.raises(SerEvalsError, match=f"checksum {good}, expected {bad}: .* is removed"):
        get(site.offer("a.zip", data, checksum=bad))
    assert left(folder) == ["lock"] and not content(folder)
    get(site.offer("a.zip", data, checksum=good.upper()))
    assert content(folder) == FILES


def test_an_unknown_kind_of_checksum(site, get):
    with pytest.raises(SerEvalsError, match="unknown kind of checksum 'crc'"):
        get(site.offer("a.zip", zipped(FILES), checksum="crc:1"))


def test_files_in_the_folder_are_left_alone(site, get, folder, caplog):
    (folder / "wav").mkdir(parents=True)
    (folder / "wav/03a01Fa.wav").write_bytes(FILES["wav/03a01Fa.wav"])
    (folder / "wav/03a01Na.wav").write_bytes(b"mine")
    (folder / "wav/03a01Ta.wav").symlink_to(folder / "nowhere")
    fetched = get(site.offer("a.zip", zipped(FILES)))
    assert (folder / "wav/03a01Na.wav").read_bytes() == b"mine"
    assert (folder / "wav/03a01Ta.wav").is_symlink() and not (folder / "nowhere").exists()
    assert fetched.skipped == ("wav/03a01Fa.wav",)
    assert fetched.differing == ("wav/03a01Na.wav", "wav/03a01Ta.wav")
    assert "not as downloaded, and left as they are: 2 files, such as wav/" in caplog.text


def test_a_folder_filled_by_hand_is_left_alone(site, get, folder):
    download = site.offer("a.zip", zipped({f"other/{n}": d for n, d in FILES.items()}))
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    fetched = get(download)
    assert not site.asked and content(folder) == FILES and not (folder / ".fetch").exists()
    assert fetched.complete == ("a.zip",) and fetched.utterances == fetched.expected == 5


def test_a_folder_filled_by_hand_after_a_failure_is_left_alone(site, get, folder):
    missing = Download(f"{site.url}/gone.zip")
    with pytest.raises(SerEvalsError, match="404"):
        get(missing)
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    assert get(missing).utterances == 5 and len(site.asked) == 1


def test_missing_utterances_are_warned_about(site, get, caplog):
    assert get(site.offer("a.zip", zipped(FILES)), utterances=535).utterances == 5
    assert "5 of 535 utterances are in" in caplog.text and "write a letter" in caplog.text


def test_nothing_of_the_corpus_in_the_download(site, get, caplog):
    fetched = get(site.offer("labels.csv", b"a,b"))
    assert fetched.utterances is None and fetched.added == ("labels.csv",)
    assert "nothing of that corpus" in caplog.text and "could not be read" in str(fetched)


def test_few_things_are_told_in_small_units(tmp_path):
    one = Fetched("mine", tmp_path, added=("a",), downloaded=3400, utterances=1)
    assert str(one) == f"mine: 1 utterance in {tmp_path}; 1 file added, 3 kB downloaded"


def test_an_own_record_is_named_as_it_was_given():
    emodb = get_corpus("emodb")
    text = instructions(emodb, Path("x/emodb"), Path("my records/mine.py"))
    assert text.endswith("corpora validate 'my records/mine.py' --data-dir x")
    bare = instructions(replace(emodb, sample=replace(emodb.sample, files={})), Path("x/emodb"))
    assert "such as" not in bare and "\n\n\n" not in bare


UNSAFE = {
    "up": zipped({"../evil.wav": b"x"}),
    "up further in": zipped({"wav/../../evil.wav": b"x"}),
    "absolute": zipped({"/tmp/ser-evals-evil.wav": b"x"}),
    "drive": zipped({"C:/evil.wav": b"x"}),
    "drive further in": zipped({"wav/C:evil.wav": b"x"}),
    "backslashes up": zipped({"..\\evil.wav": b"x"}),
    "backslashes absolute": zipped({"\\\\host\\evil.wav": b"x"}),
    "tar up": tarred({"../evil.wav": b"x"}),
    "tar absolute": tarred({"/tmp/ser-evals-evil.wav": b"x"}),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_no_path_leaves_the_folder(case, site, get, folder, tmp_path):
    name = "a.tgz" if "tar" in case else "a.zip"
    with pytest.raises(SerEvalsError, match="is refused: unsafe path .* nothing is unpacked"):
        get(site.offer(name, UNSAFE[case]))
    assert not list(tmp_path.rglob("*evil*")) and not Path("/tmp/ser-evals-evil.wav").exists()
    assert not content(folder) and f"{name}.unpacked" not in left(folder)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_in_a_tar_are_refused(kind, site, get, folder):
    data = tarred({"wav/a.wav": b""}, kind=kind)
    with pytest.raises(SerEvalsError, match="'wav/a.wav' is a link or a device"):
        get(site.offer("a.tar.gz", data))
    assert not content(folder)


def test_links_in_a_zip_are_refused(site, get, folder):
    member = zipfile.ZipInfo("wav/a.wav")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(SerEvalsError, match="'wav/a.wav' is a link or a device"):
        get(site.offer("a.zip", zipped({member: b"../../secret"}.items())))
    assert not content(folder)


def test_backslashes_separate_folders(site, get, folder):
    get(site.offer("a.zip", zipped({name.replace("/", "\\"): d for name, d in FILES.items()})))
    assert content(folder) == FILES


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
@pytest.mark.parametrize(
    ("limit", "match"),
    [({"ALWAYS": 1000, "RATIO": 10}, "more than 10 times"), ({"MEMBERS": 1}, "more than 1 files")],
)
def test_bombs_are_refused(name, limit, match, site, get, folder, monkeypatch):
    for constant, value in limit.items():
        monkeypatch.setattr(_unpack, constant, value)
    files = {"wav/a.wav": b"0" * 300_000, "wav/b.wav": b"0" * 300_000}
    data = zipped(files) if name == "a.zip" else tarred(files)
    with pytest.raises(SerEvalsError, match=f"is refused: .*{match}"):
        get(site.offer(name, data))
    assert not content(folder)


def test_headers_that_lie_about_sizes_are_not_believed(site, get, folder):
    data = bytearray(zipped({"wav/a.wav": b"0" * 300_000}))
    size = (300_000).to_bytes(4, "little")
    assert data.count(size) == 2
    data = bytes(data).replace(size, (100).to_bytes(4, "little"))
    with pytest.raises(SerEvalsError, match="no sound archive"):
        get(site.offer("a.zip", data))
    assert not content(folder)


def test_real_bytes_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(_unpack, "ALWAYS", 1000)
    (tmp_path / "a.zip").write_bytes(b"")
    bounds = _unpack._Bounds(tmp_path / "a.zip", tmp_path / "new")
    with pytest.raises(SerEvalsError, match="it grows to more than"):
        _unpack._write(io.BytesIO(b"0" * 2000), tmp_path / "out", bounds)


def test_a_password_is_needed(site, get, folder):
    data = bytearray(zipped({"wav/a.wav": b"secret"}))
    # The lowest bit of the flags, in the local header and in the directory.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SerEvalsError, match=r"it needs a password; .* unpack it by hand"):
        get(site.offer("a.zip", bytes(data)))
    assert "a.zip" in left(folder)


def test_one_path_twice(site, get, folder):
    with pytest.raises(SerEvalsError, match="'a.wav' is in it twice"):
        get(site.offer("a.zip", zipped({"x/a.wav": b"1", "y/a.wav": b"2"}), strip=1))
    assert not content(folder)


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_cut_archive(name, site, get, folder):
    with pytest.raises(
        SerEvalsError, match=r"no sound archive .*it is removed: run the same again"
    ):
        get(site.offer(name, ARCHIVES[name][: -len(ARCHIVES[name]) // 3]))
    assert left(folder) == ["lock"] and not content(folder)


def test_a_web_page_instead_of_an_archive(site, get, folder):
    with pytest.raises(SerEvalsError, match="what came is a web page, not an archive"):
        get(site.offer("a.zip", b"<!DOCTYPE html><html>please log in</html>"))
    assert left(folder) == ["lock"]


def test_a_file_in_the_way_of_the_folder(site, get, folder):
    folder.parent.mkdir()
    folder.write_bytes(b"")
    with pytest.raises(SerEvalsError, match=r"cannot write .*give another folder"):
        get(site.offer("a.zip", zipped(FILES)))
    assert not site.asked


def test_a_file_in_the_way_of_a_folder_of_the_archive(site, get, folder):
    folder.mkdir(parents=True)
    (folder / "wav").write_bytes(b"mine")
    with pytest.raises(SerEvalsError, match=r"cannot write .*/wav/03a01Fa.wav"):
        get(site.offer("a.zip", zipped(FILES)))
    assert content(folder) == {"wav": b"mine"}


@pytest.mark.parametrize(("free", "match"), [(5, "MB to come, 0 MB are free"), (6000, "unpacked")])
def test_a_full_disk_is_seen_before_anything_is_written(
    free, match, site, get, folder, monkeypatch
):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))
    with pytest.raises(SerEvalsError, match=match):
        get(site.offer("a.zip", zipped(FILES)))
    assert not content(folder)


def test_a_disk_that_fills_up_meanwhile(site, get, folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ser_evals.fetching._place.shutil.move", full)
    with pytest.raises(
        SerEvalsError, match="No space left on device; give another folder, or free"
    ):
        get(site.offer("a.zip", zipped(FILES)))


def test_two_processes_do_not_fetch_into_one_folder(site, get, folder):
    (folder / ".fetch").mkdir(parents=True)
    with FileLock(folder / ".fetch/lock"), pytest.raises(SerEvalsError, match="another process"):
        get(site.offer("a.zip", zipped(FILES)))


def test_without_downloads_it_says_what_to_do(tmp_path, get):
    with pytest.raises(
        ByHand, match="nothing of EmoDB may be downloaded .* write a letter"
    ) as error:
        get()
    text = error.value.instructions
    for part in (
        "write a letter",
        "CC0-1.0",
        "http://emodb.bilderbar.info",
        str(tmp_path / "data"),
    ):
        assert part in text
    assert "\n  wav/\n    16b10Lb.wav\n" in text
    assert not (tmp_path / "data").exists()


def test_the_expected_tree_names_each_folder_once():
    emodb = get_corpus("emodb")
    paths = ("a/b/1.wav", "a/b/2.wav", "a/c/3.wav", "labels.csv")
    corpus = replace(emodb, sample=replace(emodb.sample, files=dict.fromkeys(paths, "")))
    tree = instructions(corpus, Path("x/emodb")).partition("such as\n")[2].partition("\n\n")[0]
    assert tree.splitlines() == [
        "  a/",
        "    b/",
        "      1.wav",
        "      2.wav",
        "    c/",
        "      3.wav",
        "  labels.csv",
    ]


def test_downloads_of_one_name_are_kept_apart(site, get, folder):
    names = sorted(FILES)
    halves = [{n: FILES[n] for n in names[:2]}, {n: FILES[n] for n in names[2:]}]
    downloads = [site.offer(f"{i}/a.zip", zipped(half)) for i, half in enumerate(halves)]
    assert _ledger.key(downloads[0]) != _ledger.key(downloads[1])
    assert get(*downloads).utterances == 5


@pytest.fixture(autouse=True)
def at_info(caplog):
    caplog.set_level(logging.INFO, logger="ser_evals")
