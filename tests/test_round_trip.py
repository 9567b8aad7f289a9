"""To the Hub and back in one script: a corpus, the metrics, a model and its results."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Hub, serve

from ser_evals.synthesis import generate

EXAMPLES = Path(__file__).parents[1] / "examples"
SPACES = {"ccc", "group_gap", "logit_adjusted_uar", "speaker_gini", "uar", "weighted_accuracy"}


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serve() as hub:
        yield hub


def example(name: str, hub: Hub, home: Path, *words: str | Path) -> str:
    environment = hub.environment(home) | {"SER_EVALS_CACHE": str(home / "frames")}
    command = [sys.executable, str(EXAMPLES / name), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "hf_loopback" not in done.stdout + done.stderr
    return done.stdout


def check(hub: Hub, said: str, corpus: str, rows: int) -> None:
    kinds = {kind: set() for kind in ("datasets", "models", "spaces")}
    for kind, name in hub.store.repositories:
        kinds[kind].add(name.removeprefix("ser-evals/"))
    assert kinds == {
        "datasets": {corpus, "results"},
        "models": {"round-trip"},
        "spaces": SPACES,
    }
    # The first commit is the Hub's own, the second ours: the second push had nothing to upload.
    assert {len(r.commits) for r in hub.store.repositories.values()} == {2}
    assert f"A stranger loads {rows} rows of ser-evals/{corpus}" in said
    apart = re.search(r"probabilities: (\S+); same label: (\S+)%", said)
    assert float(apart[1]) <= 1e-3 and apart[2] == "100.0"
    assert "from the Hub: {'uar': 0.75}" in said
    assert "consistent" in said


def test_synthetic_voices_and_what_becomes_of_them(hub, tmp_path):
    for name in ("synthetic", "synthetic_other"):
        generate(tmp_path / "data", name=name, speakers=5, takes=1)
    words = ["--org", "ser-evals", "--data-dir", tmp_path / "data", "--output", tmp_path / "out"]
    words += ["--train", "synthetic", "--test", "synthetic_other", "--device", "cpu"]
    check(hub, example("hub_round_trip.py", hub, tmp_path / "home", *words), "synthetic", 30)


@pytest.mark.slow
@pytest.mark.real_corpora
@pytest.mark.real_encoder
def test_emodb_and_whisper_tiny_en(hub, corpora_dir, whisper_dir, tmp_path):
    words = ["--org", "ser-evals", "--data-dir", corpora_dir, "--output", tmp_path / "out"]
    words += ["--backbone", whisper_dir, "--context", "clip", "--device", "cpu"]
    check(hub, example("hub_round_trip.py", hub, tmp_path / "home", *words), "emodb", 535)


def test_train_a_head_and_push_it(hub, tmp_path):
    generate(tmp_path / "data", speakers=5, takes=1)
    words = ["synthetic", "ser-evals", "--data-dir", tmp_path / "data"]
    words += ["--output", tmp_path / "out"]
    said = example("train_and_push.py", hub, tmp_path / "home", *words, "--dry-run")
    assert "on speakers never heard" in said and not hub.store.repositories
    assert not [asked for asked in hub.requests if not asked.startswith(("GET", "HEAD"))]
    said = example("train_and_push.py", hub, tmp_path / "home", *words)
    ((kind, name),) = hub.store.repositories
    assert (kind, name) == ("models", "ser-evals/mfcc-synthetic")
    assert name in said
