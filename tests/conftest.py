"""What every test relies on: no network, caches of its own, and real data where there are any."""

import ipaddress
import os
import shutil
import socket
import tempfile
from collections import Counter
from pathlib import Path

import pytest

REAL_DATA = {
    "real_corpora": ("SER_EVALS_TEST_CORPORA", "the folder that holds emodb/, urdu/, ..."),
    "real_encoder": ("SER_EVALS_TEST_WHISPER", "a folder with a Whisper encoder's checkpoint"),
}
CACHE = Path(tempfile.mkdtemp(prefix="ser-evals-tests-"))
LEFT_OUT = pytest.StashKey[Counter]()

# The Hugging Face libraries read these once, when they are imported.
os.environ.update(
    HF_DATASETS_DISABLE_PROGRESS_BARS="1",
    HF_EVALUATE_OFFLINE="1",
    HF_HOME=str(CACHE / "huggingface"),
    HF_HUB_OFFLINE="1",
    MPLBACKEND="agg",
    SER_EVALS_CACHE=str(CACHE / "ser_evals"),
    TOKENIZERS_PARALLELISM="false",
)
for inherited in ("HF_DATASETS_CACHE", "HF_HUB_CACHE", "HF_MODULES_CACHE", "HF_TOKEN"):
    os.environ.pop(inherited, None)
if "PYTEST_XDIST_WORKER_COUNT" in os.environ:
    # Processes side by side share the cores: more threads than those only wait for each other.
    share = (os.cpu_count() or 1) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, share)))


def is_outside(family: int, address: object) -> bool:
    """Say whether a socket's address lies on another machine."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return False
    host = str(address[0]).split("%")[0]
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def guarded(connect):
    def connect_on_loopback(self, address):
        if is_outside(self.family, address):
            raise RuntimeError(f"tests have no network: connection to {address} refused")
        return connect(self, address)

    return connect_on_loopback


def pytest_configure(config):
    config.add_cleanup(lambda: shutil.rmtree(CACHE, ignore_errors=True))
    for variable, content in REAL_DATA.values():
        folder = os.environ.get(variable)
        if folder and not Path(folder).is_dir():
            raise pytest.UsageError(f"{variable}={folder} is no folder: set it to {content}")
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
    config.add_cleanup(patch.undo)


def pytest_collection_modifyitems(config, items):
    left_out = Counter()
    kept, dropped = [], []
    for item in items:
        missing = [
            marker
            for marker, (variable, _) in REAL_DATA.items()
            if item.get_closest_marker(marker) and not os.environ.get(variable)
        ]
        left_out.update(missing[:1])
        (dropped if missing else kept).append(item)
    config.hook.pytest_deselected(items=dropped)
    items[:] = kept
    config.stash[LEFT_OUT] = left_out


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(session.config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    # every worker collects all tests
    node.config.stash[LEFT_OUT] = Counter(getattr(node, "workeroutput", {}).get("left_out"))


def pytest_terminal_summary(terminalreporter, config):
    left_out = config.stash.get(LEFT_OUT, Counter())
    if left_out:
        parts = [
            f"{number} {marker} (set {REAL_DATA[marker][0]} to {REAL_DATA[marker][1]})"
            for marker, number in left_out.items()
        ]
        terminalreporter.write_line(f"tests left out: {'; '.join(parts)}")


@pytest.fixture(scope="session")
def corpora_dir() -> Path:
    """The folder with real corpora, one folder each; only for tests marked real_corpora."""
    return Path(os.environ[REAL_DATA["real_corpora"][0]])


@pytest.fixture(scope="session")
def whisper_dir() -> Path:
    """The folder with a real Whisper encoder; only for tests marked real_encoder."""
    return Path(os.environ[REAL_DATA["real_encoder"][0]])
