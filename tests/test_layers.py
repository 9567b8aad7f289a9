"""The architecture, held by reading the sources: who may import whom, how long, how fast."""

import ast
import re
import resource
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"

LAYERS = {
    "errors": -1,
    "after_import": 0,
    "emotions": 0,
    "paths": 0,
    "progress": 0,
    "words": 0,
    "corpora": 1,
    "backbones": 1,
    "metrics": 1,
    "splits": 1,
    "audio": 1,
    "synthesis": 1,
    "data": 2,
    "fetching": 2,
    "evaluation": 2,
    "modeling": 2,
    "predictions": 2,
    "features": 3,
    "predicting": 3,
    "sharing": 3,
    "survey": 3,
    "validation": 3,
    "scoring": 3,
    "training": 4,
    "analyses": 4,
    "protocols": 5,
    "runs": 6,
    "reporting": 7,
    "scorecard": 7,
    "exporting": 8,
    "benchmark": 8,
    "submissions": 9,
    "hub": 10,
    "console": 11,
    "demo": 12,
    # the names of `import ser_evals`, each of them imported when first used
    "__init__": 13,
    "cli": 14,
    "__main__": 15,
}
LIGHT = 1
HEAVY = {"torch", "transformers", "datasets"}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


FILES = {module_name(path): path for path in sorted(SRC.rglob("*.py"))}


ROOMS = {module.split(".")[1] for module in FILES if "." in module}


def room(name: str) -> str:
    """Return the top-level module of a dotted name: ser_evals.corpora.emodb.CORPUS -> corpora."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS | LAYERS.keys() else "__init__"


def imports(module: str, path: Path) -> Iterator[tuple[str, int]]:
    """Yield (dotted name, line) of everything a file imports, functions included."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                yield f"{base}.{alias.name}", node.lineno


def offences(module: str, path: Path) -> Iterator[str]:
    """Yield what is wrong with a file's imports, in words."""
    level = LAYERS.get(room(module), 0)
    for name, line in imports(module, path):
        where = f"{path.relative_to(ROOT)}:{line} imports {name}"
        top, *below = name.split(".")
        if level <= LIGHT and top in HEAVY:
            yield f"{where}: layers 0-1 stay light"
        if top != "ser_evals" or below == ["__version__"]:
            continue
        other = room(name)
        if other != room(module) and other in LAYERS and LAYERS[other] >= level:
            yield f"{where}: {other} ({LAYERS[other]}) is not below {room(module)} ({level})"
        # every room is part of the root's own package: it may wire their private modules
        for depth, part in enumerate(below if module != "ser_evals" else []):
            owner = ".".join([top, *below[:depth]])
            if part.startswith("_") and not f"{module}.".startswith(f"{owner}."):
                yield f"{where}: {part} is private to {owner}"


def test_every_room_has_a_layer():
    unknown = ROOMS - LAYERS.keys()
    assert not unknown, f"add to the table LAYERS in {__file__}: {', '.join(sorted(unknown))}"


@pytest.mark.parametrize("module", FILES)
def test_imports_point_downwards(module):
    found = list(offences(module, FILES[module]))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        (
            "ser_evals.corpora.new",
            "from ser_evals import data",
            "data (2) is not below corpora (1)",
        ),
        ("ser_evals.corpora.new", "from .. import runs", "runs (6) is not below corpora"),
        ("ser_evals.corpora.new", "from ser_evals.metrics import uar", "metrics (1) is not below"),
        ("ser_evals.splits", "def f():\n    import torch.nn", "imports torch.nn: layers 0-1"),
        ("ser_evals.data", "from ser_evals.corpora._x import f", "_x is private to ser_evals.cor"),
        ("ser_evals.data", "from ser_evals.corpora import _x", "_x is private to ser_evals.cor"),
        ("ser_evals.runs", "import ser_evals", "__init__ (13) is not below runs (6)"),
    ],
)
def test_a_wrong_import_is_found(module, source, complaint, tmp_path, monkeypatch):
    path = tmp_path / "new.py"
    path.write_text(source, encoding="utf-8")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert complaint in "\n".join(offences(module, path))


def test_third_party_imports_are_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["opensmile"]]
    declared = {re.match(r"[\w-]+", requirement)[0] for requirement in wanted}
    distributions = packages_distributions()
    undeclared = []
    for module, path in FILES.items():
        for name, line in imports(module, path):
            top = name.split(".")[0]
            names = {dist.lower().replace("_", "-") for dist in distributions.get(top, [top])}
            if top not in sys.stdlib_module_names | {"ser_evals"} and not names & declared:
                undeclared.append(f"{path.relative_to(ROOT)}:{line} imports {top}")
    assert not undeclared, "not in pyproject.toml:\n" + "\n".join(undeclared)


def test_files_are_short():
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in FILES.values()
    }
    long = [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > 300]
    assert not long, "no file has more than 300 lines:\n" + "\n".join(long)
    longest = sorted(lengths, key=lengths.get, reverse=True)[: len(lengths) // 2]
    median = statistics.median(lengths.values())
    assert median <= 60, f"the median file has {median} lines, above 60; the longer half:\n" + (
        "\n".join(f"{path}: {lengths[path]} lines" for path in longest)
    )


IMPORT_CORPORA = """
from time import process_time
start = process_time()
import ser_evals.corpora
print(process_time() - start)
"""
HELP = """
import sys
from ser_evals.cli import main
sys.argv = ["ser-evals", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""
LOADED = f"""
import sys
print("\\nloaded:", *sorted({HEAVY!r} & sys.modules.keys()))
"""


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def children_seconds() -> float:
    """Return the processor time of finished child processes: other work does not add to it."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def best(measure, limit: float, runs: int = 10) -> float:
    """Return the shortest of some measurements, as other work on the machine only adds to them."""
    shortest = measure()
    while shortest >= limit and (runs := runs - 1):
        shortest = min(shortest, measure())
    return shortest


@pytest.mark.parametrize("code", [IMPORT_CORPORA, HELP], ids=["import", "help"])
def test_starting_loads_nothing_heavy(code):
    assert python(code + LOADED).splitlines()[-1].split() == ["loaded:"]


def test_corpora_are_imported_in_a_tenth_of_a_second():
    assert best(lambda: float(python(IMPORT_CORPORA)), limit=0.1) < 0.1


def test_help_is_there_in_three_tenths_of_a_second():
    def measure() -> float:
        start = children_seconds()
        python(HELP)
        return children_seconds() - start

    assert best(measure, limit=0.3) < 0.3
