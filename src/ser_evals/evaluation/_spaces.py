import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from ser_evals import metrics
from ser_evals.errors import SerEvalsError, unknown

PACKAGE = Path(__file__).parents[1]
INSTALLED, CHECKOUT = PACKAGE / "_spaces", PACKAGE.parents[1] / "metrics"


def list_modules() -> list[str]:
    """Return the names of the `evaluate` modules, in alphabetical order.

    Example:
        >>> "uar" in list_modules()
        True
    """
    return sorted(path.stem for path in _folder().glob("*/*.py") if path.stem == path.parent.name)


def module_path(name: str) -> Path:
    """Return the file of an `evaluate` module, fit for `evaluate.load(str(path))`.

    Raises:
        SerEvalsError: there is no such module.

    Example:
        >>> module_path("uar").name
        'uar.py'
    """
    if name not in list_modules():
        raise unknown("evaluate module", name, list_modules())
    return _folder() / name / f"{name}.py"


def summaries() -> Iterator[tuple[str, str, str, bool]]:
    """Yield (name, one sentence, range or "", is an `evaluate` module) of every metric.

    A metric is an `evaluate` module, or a function of references and predictions that returns a
    float.
    """
    found = {}
    for name in dir(metrics):
        function = getattr(metrics, name)
        if inspect.isfunction(function) and _is_metric(function):
            found[name] = inspect.getdoc(function) or ""
    modules = list_modules()
    for name in modules:
        found[name] = ast.get_docstring(ast.parse(module_path(name).read_text("utf-8"))) or ""
    for name, text in sorted(found.items()):
        ranges = re.search(r"within (\[[^\]]+\])", " ".join(text.split()))
        sentence = " ".join(text.split("\n\n")[0].split())
        yield name, sentence, ranges[1] if ranges else "", name in modules


def _is_metric(function: object) -> bool:
    signature = inspect.signature(function)
    first = list(signature.parameters)[:2]
    return first == ["references", "predictions"] and signature.return_annotation is float


def _folder() -> Path:
    for folder in (INSTALLED, CHECKOUT):
        if folder.is_dir():
            return folder
    raise SerEvalsError(f"the evaluate modules are missing from {PACKAGE}: install ser-evals again")
