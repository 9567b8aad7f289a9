"""Calling something once another package is imported, without importing it."""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

Hook = Callable[[ModuleType], None]


def after_import(name: str, hook: Hook) -> None:
    """Call a hook with a module: at once if it is imported already, else right after it is.

    Written here because `import ser_evals` must cost next to nothing: the library for it takes
    longer to import than everything else that this package imports at start.

    Args:
        name: full name of the module.
        hook: what to call; it is called once.

    Example:
        >>> after_import("json", lambda module: print(module.__name__))
        json
    """
    if name in sys.modules:
        hook(import_module(name))  # waits for a thread that is importing it right now
        return
    _waiting.setdefault(name, []).append(hook)
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)


_waiting: dict[str, list[Hook]] = {}


class _Finder:
    """Lets the other finders find a module, and watches over its execution."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in _waiting:
            return None
        hooks = _waiting.pop(name)
        spec = find_spec(name)
        if spec is None or spec.loader is None:
            _waiting[name] = hooks
            return None
        spec.loader = _Loader(spec.loader, hooks)
        return spec


class _Loader:
    """A module's own loader, and hooks that are called after it.

    Args:
        loader: the module's own.
        hooks: what to call.
    """

    def __init__(self, loader: Any, hooks: list[Hook]) -> None:
        self._loader, self._hooks = loader, hooks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        # What is imported has its own loader: some packages ask for it by type.
        module.__spec__.loader = module.__loader__ = self._loader
        try:
            self._loader.exec_module(module)
        except BaseException:
            _waiting[module.__name__] = self._hooks
            raise
        for hook in self._hooks:
            hook(module)


_FINDER = _Finder()
