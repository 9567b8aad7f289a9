"""Pushing from this process to a Hub on loopback."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from huggingface_hub import constants
from huggingface_hub.utils import _http
from loopback import Hub, serve

from ser_evals import SerEvalsError
from ser_evals.hub import _access, _retry

TOKEN = "hf_secretsecretsecret"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that would have been waited, by us and by huggingface_hub."""
    seconds: list[float] = []
    monkeypatch.setattr(_retry, "sleep", seconds.append)
    monkeypatch.setattr(_http, "time", SimpleNamespace(sleep=seconds.append))
    return seconds


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> Iterator[Hub]:
    _access._client.cache_clear()  # a port may be used again, by a Hub with other accounts
    with serve() as hub:
        monkeypatch.setattr(constants, "ENDPOINT", hub.endpoint)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        yield hub


def heads(hub: Hub) -> dict[tuple[str, str], str]:
    return {key: found.commits[-1].oid for key, found in hub.store.repositories.items()}


def refused(call: Callable[[], object], message: str) -> str:
    with pytest.raises(SerEvalsError, match=message) as caught:
        call()
    assert TOKEN not in str(caught.value) and "\n" not in str(caught.value)
    return str(caught.value)
