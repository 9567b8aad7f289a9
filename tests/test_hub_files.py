"""What of a folder is pushed, and what stops a push."""

import os
from pathlib import Path

import pytest

from ser_evals import SerEvalsError
from ser_evals.hub._files import files_of

TOKEN = "hf_nobodymayseethis"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    (tmp_path / "secret").write_text("of the machine")
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "README.md").write_text("a card")
    return folder


def test_files_of_the_folder_are_pushed(folder):
    (folder / "again.md").symlink_to("README.md")
    (folder / ".env").write_text(TOKEN)
    assert list(files_of(folder)) == ["README.md", "again.md"]


@pytest.mark.parametrize("target", ["../secret", "/etc/hostname", "nowhere"])
def test_links_that_lead_elsewhere_stop_a_push(target, folder):
    (folder / "notes.txt").symlink_to(target)
    with pytest.raises(SerEvalsError, match=r"model: 'notes\.txt' is no file that lies there"):
        files_of(folder)


def test_a_pipe_stops_a_push(folder):
    os.mkfifo(folder / "pipe")
    with pytest.raises(SerEvalsError, match="'pipe' is no file that lies there"):
        files_of(folder)


def test_a_file_with_the_token_stops_a_push(folder):
    (folder / "log.txt").write_text(f"Authorization: Bearer {TOKEN}")
    with pytest.raises(SerEvalsError, match=r"'log\.txt' holds your token") as caught:
        files_of(folder)
    assert TOKEN not in str(caught.value)
