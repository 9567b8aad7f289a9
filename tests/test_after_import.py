"""Hooks that wait for other packages."""

import sys
from importlib import import_module
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pathlib import Path

import pytest

from ser_evals.after_import import after_import


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package with a module, on the path and not imported yet."""
    (tmp_path / "waited_for").mkdir()
    (tmp_path / "waited_for" / "__init__.py").touch()
    (tmp_path / "waited_for" / "part.py").write_text("value = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield "waited_for.part"
    for name in ("waited_for", "waited_for.part"):
        sys.modules.pop(name, None)


def test_hooks_run_once_in_order_after_the_import(package):
    seen = []
    after_import(package, lambda module: seen.append(("first", module.value)))
    after_import(package, lambda module: seen.append(("second", module.value)))
    assert seen == [] and package not in sys.modules
    module = import_module(package)
    assert seen == [("first", 1), ("second", 1)]
    assert import_module(package) is module and len(seen) == 2
    after_import(package, lambda module: seen.append("at once"))
    assert seen[2:] == ["at once"]


def test_the_module_is_as_it_would_be_without(package):
    after_import(package, lambda module: None)
    module = import_module(package)
    assert type(module.__loader__) is SourceFileLoader is type(module.__spec__.loader)
    assert Path(module.__file__).name == "part.py" == Path(find_spec(package).origin).name


def test_a_hook_waits_for_an_import_that_succeeds(package):
    seen = []
    after_import(package, seen.append)
    after_import("waited_for.missing", seen.append)
    path = Path(find_spec("waited_for").origin).with_name("part.py")
    path.write_text("raise ValueError('broken')\n")
    with pytest.raises(ValueError, match="broken"):
        import_module(package)
    with pytest.raises(ModuleNotFoundError, match="missing"):
        import_module("waited_for.missing")
    assert seen == []
    path.write_text("value = 'mended at last'\n")
    assert seen == [import_module(package)]
