"""What goes wrong while pushing: one line each, and what was there stays there."""

import logging
import re
import socket
from pathlib import Path

import pytest
from huggingface_hub import constants
from loopback import Account, Hub
from pushing import TOKEN, heads, hub, refused, waits

from ser_evals.cli import main
from ser_evals.hub import Pushed, Target, _access, _commit, _publish

__all__ = ["hub", "waits"]
NAME = "ser-evals/thing"
CARD = "---\ntags: [ser-evals]\n---\n# Thing\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "thing"
    made.mkdir()
    (made / "README.md").write_text(CARD, encoding="utf-8")
    for number in range(3):
        (made / f"{number}.parquet").write_bytes(b"PAR1%d" % number * 1000)
    return made


def push(folder: Path, name: str = NAME, **options: object) -> Pushed:
    target = {k: options.pop(k) for k in ("private", "pr", "dry_run", "org") if k in options}
    kind = options.pop("kind", "dataset")
    target = Target(**{"org": name.split("/")[0], **target})
    return _publish.publish(folder, name, kind, target, title="Thing", **options)


def test_no_token(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN")
    line = "no token: run `hf auth login`, or set HF_TOKEN, with write permission for ser-evals"
    refused(lambda: push(folder), re.escape(line))
    assert hub.requests == []


def test_a_token_that_nobody_has(hub: Hub, folder: Path) -> None:
    hub.store.accounts["hf_other"] = Account()
    refused(lambda: push(folder), r"the Hub does not accept the token \(401\): run")
    assert hub.writes == [] and not hub.store.repositories


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (Account("ann", "read", ("ser-evals",)), "the token of ann may only read"),
        (Account("ann", "write", ("elsewhere",)), "ann is no member of it"),
    ],
    ids=["read", "stranger"],
)
def test_no_permission(account: Account, why: str, hub: Hub, folder: Path) -> None:
    hub.store.accounts[TOKEN] = account
    line = refused(lambda: push(folder), f"no permission to write to ser-evals: {why}.*; use a tok")
    assert ("--pr" in line) == ("--org" in line) == (account.role != "read")
    assert hub.writes == []


def test_a_permission_that_only_the_hub_knows_of(hub: Hub, folder: Path) -> None:
    hub.fail("POST", "/api/repos/create", status=403, message=f"{TOKEN} is too narrow")
    line = refused(lambda: push(folder), "no permission to write to ser-evals: the Hub refuses")
    assert "<token> is too narrow" in line
    assert not hub.store.repositories


def test_an_organisation_that_is_not_there(hub: Hub, folder: Path) -> None:
    hub.fail("POST", "/api/repos/create", status=404)
    refused(lambda: push(folder), r"no such repository or organisation.* check --org \(404\)")


def test_a_name_that_cannot_be(hub: Hub, folder: Path) -> None:
    refused(lambda: push(folder, "a b/thing", pr=True), "'a b/thing' is no name for the Hub: ")


@pytest.mark.parametrize("pattern", ["whoami", "/datasets/ser-evals/thing$", "repos/create"])
@pytest.mark.parametrize("status", [500, 503])
def test_a_passing_failure(pattern: str, status: int, hub: Hub, folder: Path, waits: list) -> None:
    method = "POST" if pattern == "repos/create" else "GET"
    hub.fail(method, pattern, status=status, times=2)
    assert push(folder).uploaded
    assert len(hub.repository("datasets", NAME).commits) == 2
    assert waits == [1, 2]


@pytest.mark.parametrize("pattern", ["/preupload/", "/commit/", "/tag/", "objects/batch"])
def test_a_passing_failure_of_writing(pattern: str, hub: Hub, folder: Path) -> None:
    hub.fail("POST", pattern, status=500, times=2)
    assert push(folder, tag="v1").uploaded
    repository = hub.repository("datasets", NAME)
    assert len(repository.commits) == 2
    assert repository.tags == {"v1": repository.commits[-1].oid}


@pytest.mark.parametrize("pattern", ["/preupload/", "/commit/", "objects/batch"])
def test_a_failure_that_stays(pattern: str, hub: Hub, folder: Path) -> None:
    push(folder)
    before = heads(hub)
    (folder / "0.parquet").write_bytes(b"new")
    hub.fail("POST", pattern, status=500, times=99)
    refused(lambda: push(folder, tag="v2"), r"the Hub fails time and again.* later, .*\(500\)")
    assert heads(hub) == before and not hub.repository("datasets", NAME).tags


def test_a_tag_that_fails_is_made_by_the_next_push(hub: Hub, folder: Path) -> None:
    hub.fail("POST", "/tag/", status=500, times=5)
    refused(lambda: push(folder, tag="v1"), "is pushed, but its tag v1 could not be made: ")
    found = push(folder, tag="v1")
    repository = hub.repository("datasets", NAME)
    assert not found.uploaded and repository.tags == {"v1": repository.commits[-1].oid}
    assert len(repository.commits) == 2


def test_waiting_as_long_as_the_hub_asks(hub: Hub, folder: Path, waits: list) -> None:
    hub.fail("POST", "/commit/", status=429, headers={"Retry-After": "17"})
    hub.fail("POST", "/preupload/", status=429, headers={"Retry-After": "9"})
    assert push(folder).uploaded
    assert waits == [10, 17]  # huggingface_hub adds a second


@pytest.mark.parametrize("pattern", ["/commit/", "objects/batch"])
@pytest.mark.parametrize(
    "headers", [{"Retry-After": "3600"}, {"RateLimit": '"api";r=0;t=3600'}], ids=["plain", "window"]
)
def test_not_waiting_for_hours(
    pattern: str, headers: dict[str, str], hub: Hub, folder: Path, waits: list
) -> None:
    hub.fail("POST", pattern, status=429, headers=headers)
    refused(lambda: push(folder), r"too many requests \(429\): the Hub asks to wait 3600 s")
    assert waits == []
    assert push(folder).uploaded


def test_a_connection_cut_while_a_file_is_sent(hub: Hub, folder: Path) -> None:
    push(folder)
    before = heads(hub)
    for number in range(3):
        (folder / f"{number}.parquet").write_bytes(b"new%d" % number * 10**6)
    hub.fail("PUT", "/_large/", status=0, after=1, times=99)
    line = "the connection to the Hub broke .*: run the same again, what was uploaded is not sent"
    refused(lambda: push(folder), line)
    assert heads(hub) == before
    hub.store.failures.clear()
    sent = sum(asked.startswith("PUT /_large/") for asked in hub.requests)
    assert len(push(folder).uploaded) == 3
    again = sum(asked.startswith("PUT /_large/") for asked in hub.requests) - sent
    assert again == 2  # of three: one had arrived
    assert len(hub.repository("datasets", NAME).commits) == 3


def test_a_connection_that_is_cut_once(hub: Hub, folder: Path) -> None:
    hub.fail("PUT", "/_large/", status=0)
    hub.fail("POST", "/commit/", status=0)
    assert len(push(folder).uploaded) == 4
    assert len(hub.repository("datasets", NAME).commits) == 2


def test_a_commit_whose_answer_is_lost(hub: Hub, folder: Path) -> None:
    hub.fail("POST", "/commit/", lost=True)
    found = push(folder, tag="v1")
    repository = hub.repository("datasets", NAME)
    assert len(repository.commits) == 2 and repository.tags == {"v1": found.commit}


def test_a_pull_request_whose_answer_is_lost(hub: Hub, folder: Path) -> None:
    push(folder)
    (folder / "0.parquet").write_bytes(b"new")
    hub.fail("POST", "/commit/", lost=True)
    assert push(folder, pr=True).pull_request.endswith("/discussions/1")
    assert len(hub.repository("datasets", NAME).proposals) == 1


@pytest.mark.parametrize("status", [0, 500])
def test_somebody_else_committed_meanwhile(
    status: int, hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(folder)
    repository = hub.repository("datasets", NAME)
    files = {**repository.commits[-1].files, "theirs": b"x"}
    (folder / "0.parquet").write_bytes(b"new")
    upload = _commit.upload

    def interfere(*words, **options):
        operations = upload(*words, **options)
        repository.commit(files, "theirs")
        return operations

    monkeypatch.setattr(_commit, "upload", interfere)
    if status:
        hub.fail("POST", "/commit/", status=status)
    refused(lambda: push(folder), "somebody else has changed it meanwhile.*: run the same again")
    assert repository.commits[-1].title == "theirs"


def test_no_network(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setattr(constants, "ENDPOINT", nobody)
    refused(lambda: push(folder), f"cannot reach {nobody}: .*; check the network and HF_ENDPOINT")
    found = push(folder, dry_run=True)
    assert len(found.uploaded) == 4 and "taken to be empty" in found.notes[0]


def test_an_endpoint_that_is_none(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "huggingface.co")
    refused(lambda: push(folder), "cannot reach huggingface.co: .*; check the network and HF_END")


def test_large_files_that_another_library_fails_to_send(
    hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*words, **options):
        raise RuntimeError(f"storage said no to {TOKEN}")

    monkeypatch.setattr(_access.client(), "preupload_lfs_files", fail)
    refused(lambda: push(folder), "ser-evals/thing: storage said no to <token>: run the same again")


def test_offline(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    refused(lambda: push(folder), "the Hub is not asked as HF_HUB_OFFLINE is set: unset it")
    assert len(push(folder, dry_run=True).uploaded) == 4
    assert hub.requests == []


def test_a_space_of_another_kind(hub: Hub, folder: Path) -> None:
    push(folder, kind="space", sdk="docker")
    line = "spaces/ser-evals/thing is a Space for docker, not for gradio: rename it, or give"
    refused(lambda: push(folder, kind="space", sdk="gradio"), line)


def test_something_of_somebody_else(hub: Hub, folder: Path) -> None:
    push(folder)
    repository = hub.repository("datasets", NAME)
    repository.commit({"README.md": b"# Mine\n", "data.csv": b"a,b\n"}, "mine")
    refused(lambda: push(folder), "holds something that ser-evals did not push: give another --org")
    refused(lambda: push(folder, dry_run=True), "holds something that ser-evals did not push")
    assert repository.commits[-1].title == "mine"
    # who owns it may say otherwise, and decides on a pull request anyway
    assert push(folder, pr=True).pull_request
    repository.commit({"README.md": CARD.encode(), "data.csv": b"a,b\n"}, "let it")
    assert len(push(folder).uploaded) == 3
    assert repository.commits[-1].files["data.csv"] == b"a,b\n"


def test_a_repository_made_by_hand_is_filled(hub: Hub, folder: Path) -> None:
    push(folder)
    hub.repository("datasets", NAME).commit({"README.md": b"---\nlicense: mit\n---\n"}, "by hand")
    assert len(push(folder).uploaded) == 4


def test_a_name_taken_by_what_cannot_be_seen(hub: Hub, folder: Path) -> None:
    hub.store.accounts["hf_owner"] = Account()
    hub.store.accounts[TOKEN] = Account("ann", "write", ())
    refused(lambda: push(folder, org="ann"), r"no permission to write to ser-evals: the Hub")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds no files"),
        ({".env": "x", "a.partial": "y"}, "holds no files"),
        ({"a.txt": "x"}, "has no README.md"),
        ({"README.md": "---\n[\n---\n"}, "has no README.md with a card's metadata"),
        ({"README.md": "# A"}, "add 'ser-evals' to the tags"),
    ],
)
def test_a_folder_that_is_none(files: dict, message: str, hub: Hub, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    refused(lambda: push(tmp_path), message)
    assert hub.requests == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["corpus", "emodbb"], "did you mean 'emodb'"),
        (["corpus", "emodb"], "emodb: give --data-dir, the folder that holds emodb/"),
        (["corpus", "emodb", "--data-dir", "/nowhere"], "no folder /nowhere/emodb"),
        (["metrics", "uarr"], "did you mean 'uar'"),
        (["model", "/nowhere"], "no folder /nowhere: give a run"),
    ],
)
def test_the_command_line(
    words: list[str], message: str, hub: Hub, capsys: pytest.CaptureFixture
) -> None:
    assert main(["push", *words]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert hub.requests == []


def test_the_token_is_never_shown(
    hub: Hub,
    folder: Path,
    capfd: pytest.CaptureFixture,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hub.fail("POST", "/commit/", status=500, message=f"token {TOKEN} is odd", times=1)
    for name in ("huggingface_hub", "ser_evals"):
        caplog.set_level(logging.DEBUG, name)
    with caplog.at_level(logging.WARNING, "httpcore2"):  # shows what the server says, echoes too
        print(push(folder))
        hub.fail("POST", "/commit/", status=400, message=f"token {TOKEN} is odd")
        (folder / "0.parquet").write_bytes(b"new")
        refused(lambda: push(folder), "the Hub refuses .token <token> is odd")
    shown = capfd.readouterr()
    assert TOKEN not in shown.out + shown.err + caplog.text
    assert all(TOKEN.encode() not in path.read_bytes() for path in folder.rglob("*"))
    stored = hub.repository("datasets", NAME).commits[-1].files.values()
    assert all(TOKEN.encode() not in content for content in stored)


def test_many_files_go_in_batches(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_commit, "BATCH", 2)
    assert len(push(folder).uploaded) == 4
    assert sum("/preupload/" in asked for asked in hub.writes) == 2
    assert len(hub.repository("datasets", NAME).commits) == 2


def test_what_a_gitignore_on_the_hub_names_is_pushed_all_the_same(hub: Hub, folder: Path) -> None:
    push(folder)
    repository = hub.repository("datasets", NAME)
    repository.commit({**repository.commits[-1].files, ".gitignore": b"*.parquet\n"}, "ignore")
    (folder / "0.parquet").write_bytes(b"new")
    push(folder)
    assert repository.commits[-1].files["0.parquet"] == b"new"


def test_a_first_push_that_fails_leaves_an_empty_repository(hub: Hub, folder: Path) -> None:
    hub.fail("POST", "/commit/", status=500, times=5)
    refused(lambda: push(folder, tag="v1"), "the Hub fails time and again")
    repository = hub.repository("datasets", NAME)
    assert list(repository.commits[-1].files) == [".gitattributes"] and not repository.tags
    before = len(hub.requests)
    assert len(push(folder, tag="v1").uploaded) == 4
    assert not any(asked.startswith("PUT") for asked in hub.requests[before:])
    assert repository.tags == {"v1": repository.commits[-1].oid}


def test_who_one_is_is_asked_once(hub: Hub, folder: Path) -> None:
    _access._client.cache_clear()
    push(folder)
    push(folder)
    assert sum("whoami" in asked for asked in hub.requests) == 1
