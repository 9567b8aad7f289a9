"""The modules of `evaluate`: loaded as a user loads them, offline, and never in another's place."""

import doctest
import importlib.util
import json
import os
import subprocess
import sys
import types
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import evaluate
import numpy as np
import pytest

from ser_evals import SerEvalsError, metrics
from ser_evals.evaluation import jackknife, list_modules, module_path, register

ROOT = Path(__file__).parents[1]
NAMES = ("ccc", "group_gap", "logit_adjusted_uar", "speaker_gini", "uar", "weighted_accuracy")
TRUE, GUESS = [0, 1] * 6, [0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0]
SPEAKERS = [speaker for speaker in "abcdef" for _ in range(2)]
SEXES = ["f"] * 6 + ["m"] * 6


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """An empty modules cache, in this process and in those started from it."""
    monkeypatch.setattr(evaluate.config, "HF_MODULES_CACHE", tmp_path / "modules")
    monkeypatch.setenv("HF_MODULES_CACHE", str(tmp_path / "modules"))
    others = [path for path in sys.path if not (Path(path) / "evaluate_modules").is_dir()]
    monkeypatch.setattr(sys, "path", others)
    for name in [name for name in sys.modules if name.split(".")[0] == "evaluate_modules"]:
        monkeypatch.delitem(sys.modules, name)
    return tmp_path / "modules" / "evaluate_modules" / "metrics"


@pytest.fixture(scope="module", autouse=True)
def registered():
    """Our modules, in the modules cache of the tests."""
    return register()


def load(name: str):
    return evaluate.load(str(module_path(name)))


def python(code: str, **environment: str) -> str:
    """Run code in a fresh process, far from the checkout."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(sys.executable).parent,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_modules_are_there():
    assert tuple(list_modules()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    spec = importlib.util.spec_from_file_location(name, module_path(name))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (example,) = [
        test for test in doctest.DocTestFinder().find(module, name) if len(test.examples) > 1
    ]
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(example).failed == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_space_is_complete(name):
    folder = module_path(name).parent
    assert {path.name for path in folder.iterdir() if path.is_file()} == {
        f"{name}.py",
        "README.md",
        "app.py",
        "requirements.txt",
    }
    _, front, text = (folder / "README.md").read_text("utf-8").split("---\n", 2)
    for line in ("sdk: gradio", "app_file: app.py", "license: ", "- evaluate", "- metric"):
        assert line in front
    blocks = [block.split("```")[0] for block in text.split("```python\n")[1:]]
    for block in blocks:
        test = doctest.DocTestParser().get_doctest(block, {}, f"{name}/README.md", None, 0)
        assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test).failed == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_space_scores_its_example(name, monkeypatch):
    class Interface(types.SimpleNamespace):
        pass

    drawn = types.SimpleNamespace(Interface=Interface, Textbox=dict, JSON=dict, Error=ValueError)
    monkeypatch.setitem(sys.modules, "gradio", drawn)
    space = {"__name__": "app", "__file__": str(module_path(name).with_name("app.py"))}
    exec(compile(Path(space["__file__"]).read_text("utf-8"), space["__file__"], "exec"), space)
    page = space["demo"]
    assert name in page.fn(*page.examples[0])
    with pytest.raises(ValueError, match="Expecting value"):
        page.fn("no list", *page.examples[0][1:])


def test_a_checkout_loads_by_folder(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert evaluate.load("metrics/uar").compute(references=[0, 1], predictions=[0, 0]) == {
        "uar": 0.5
    }


def test_values_are_those_of_the_functions():
    given = {"references": TRUE, "predictions": GUESS}
    assert load("uar").compute(**given) == {"uar": metrics.uar(TRUE, GUESS)}
    assert load("weighted_accuracy").compute(**given) == {
        "weighted_accuracy": metrics.accuracy(TRUE, GUESS)
    }
    assert load("speaker_gini").compute(**given, speakers=SPEAKERS) == {
        "speaker_gini": metrics.speaker_gini(TRUE, GUESS, speakers=SPEAKERS)
    }
    assert load("group_gap").compute(**given, groups=SEXES) == {
        "group_gap": metrics.group_gap(TRUE, GUESS, groups=SEXES)
    }
    assert load("ccc").compute(**given) == {"ccc": metrics.ccc(TRUE, GUESS)}


@pytest.mark.parametrize("name", NAMES)
def test_intervals_hold_the_value(name):
    guess = [[1.0 - g, float(g)] for g in GUESS] if name == "logit_adjusted_uar" else GUESS
    given = {"references": TRUE, "predictions": guess, "speakers": SPEAKERS}
    extra = {"groups": SEXES} if name == "group_gap" else {}
    scores = load(name).compute(**given, **extra, confidence_level=0.9)
    assert scores["ci_unit"] == "speaker"
    assert scores["ci_low"] <= scores[name] <= scores["ci_high"]
    wider = load(name).compute(**given, **extra, confidence_level=0.99)
    assert wider["ci_high"] - wider["ci_low"] > scores["ci_high"] - scores["ci_low"]


def test_adding_rows_one_by_one_and_in_batches():
    uar = load("uar")
    uar.add(reference="anger", prediction="anger")
    uar.add_batch(references=["fear", "fear"], predictions=["fear", "anger"])
    assert uar.compute() == {"uar": 0.75}
    for true, guess in zip(TRUE, np.eye(2)[GUESS], strict=True):
        uar.add(reference=true, prediction=guess)
    assert uar.compute()["uar"] == metrics.uar(TRUE, GUESS)


def test_combining():
    both = evaluate.combine(["ser-evals/uar", "weighted_accuracy", "speaker_gini"])
    both.add_batch(references=TRUE, predictions=GUESS)
    scores = both.compute(speakers=SPEAKERS, confidence_level=0.9)
    assert {"uar", "weighted_accuracy", "speaker_gini", "uar_ci_low"} <= scores.keys()


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("uar", {"predictions": [0.2, 0.9]}, "whole numbers or strings, found 0.2"),
        ("uar", {"predictions": [[0.2, 0.8], [0.9]]}, r"unequal lengths: \[1, 2\]"),
        ("uar", {"predictions": [[0.2, np.nan], [0.9, 0]]}, "row 0 has NaN"),
        ("uar", {"predictions": [0, 1], "labels": [0]}, "1 is not one of the labels"),
        ("uar", {"predictions": [[0, 1.0]] * 2, "labels": [0]}, "2 scores a row, but 1 labels"),
        ("speaker_gini", {"predictions": [0, 1]}, "give speakers="),
        ("group_gap", {"predictions": [0, 1]}, "give groups="),
        ("group_gap", {"predictions": [0, 1], "groups": "ab", "confidence_level": 0.9}, "single"),
        ("ccc", {"predictions": [0, 1], "confidence_level": 2}, "expected 0 < level < 1"),
    ],
)
def test_mistakes_are_named(name, given, message):
    with pytest.raises(SerEvalsError, match=message):
        load(name).compute(references=[0, 1], **given)


def test_score_columns_need_names_where_the_references_are_names():
    scores = {"references": ["anger", "fear"], "predictions": [[0.2, 0.8], [0.1, 0.9]]}
    with pytest.raises(SerEvalsError, match="give labels="):
        load("uar").compute(**scores)
    assert load("uar").compute(**scores, labels=["fear", "anger"])["uar"] == 0.5


def test_the_jackknife_of_a_mean_is_the_textbook_interval():
    values = np.random.default_rng(0).normal(0, 1e-3, 8)
    found = jackknife(lambda kept: values[kept].mean(), 8, speakers=range(8), bounds=(-1, 1))
    reach = 2.3646 * values.std(ddof=1) / np.sqrt(8)
    assert found.high - found.value == pytest.approx(reach, rel=1e-3)


def test_registering_twice_writes_once(cache):
    first = register()
    assert {entry.state for entry in first} == {"written"}
    assert {entry.name for entry in first} == {n for m in NAMES for n in (m, f"ser-evals/{m}")}
    assert all(entry.path.is_relative_to(cache) and entry.path.is_file() for entry in first)
    assert {entry.state for entry in register()} == {"unchanged"}


def test_a_changed_module_is_written_again(cache, tmp_path, monkeypatch):
    register()
    spaces = tmp_path / "spaces"
    (spaces / "uar").mkdir(parents=True)
    changed = module_path("uar").read_text("utf-8") + "\n# changed\n"
    (spaces / "uar" / "uar.py").write_text(changed, "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("ser_evals.evaluation._spaces.INSTALLED", spaces)
        assert [entry.state for entry in register()] == ["written"] * 2
        loaded = evaluate.load("uar")
        assert Path(sys.modules[type(loaded).__module__].__file__).read_text("utf-8") == changed
    # going back to a version that the cache has already makes it the one that is loaded
    assert {e.name: e.state for e in register()}["uar"] == "written"
    loaded = evaluate.load("uar")
    assert "# changed" not in Path(sys.modules[type(loaded).__module__].__file__).read_text("utf-8")


def test_the_module_of_another_is_left_alone(cache):
    other = cache / "evaluate-metric--uar" / ("0" * 64) / "uar.py"
    other.parent.mkdir(parents=True)
    other.write_text("import evaluate\n", "utf-8")
    states = {entry.name: entry for entry in register()}
    assert (states["uar"].state, states["uar"].path) == ("foreign", other)
    assert states["ser-evals/uar"].state == states["ccc"].state == "written"
    assert [path.name for path in other.parents[1].iterdir() if path.is_dir()] == ["0" * 64]
    assert evaluate.load("ser-evals/uar").compute(references=[0], predictions=[0]) == {"uar": 1.0}


def test_a_cache_that_cannot_be_written_is_one_line(cache, tmp_path):
    (tmp_path / "modules").write_text("a file", "utf-8")
    with pytest.raises(SerEvalsError, match="set HF_MODULES_CACHE.* can be written to"):
        register()


FRESH = """
import json, evaluate
loaded = [evaluate.load(name) for name in ("uar", "ser-evals/uar")]
print(json.dumps([m.compute(references=[0, 0, 1, 1], predictions=[0, 0, 1, 0]) for m in loaded]))
"""


def test_a_fresh_process_loads_what_was_installed(cache):
    register()
    assert json.loads(python(FRESH, HF_EVALUATE_OFFLINE="1")) == [{"uar": 0.75}] * 2


def test_importing_the_package_writes_nothing(cache):
    python("import ser_evals, ser_evals.evaluation, ser_evals.metrics")
    assert not cache.parents[1].exists()


@pytest.mark.parametrize("status", [401, 404])
def test_a_hub_without_the_module_leads_to_the_installed_one(cache, status):
    class Hub(BaseHTTPRequestHandler):
        asked = []

        def do_GET(self):
            self.asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *arguments):
            pass

    register()
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        online = {"HF_EVALUATE_OFFLINE": "0", "HF_UPDATE_DOWNLOAD_COUNTS": "0"}
        answer = python(FRESH, HF_ENDPOINT=address, HF_HUB_OFFLINE="0", **online)
        server.shutdown()
    assert json.loads(answer) == [{"uar": 0.75}] * 2
    assert any("uar.py" in path for path in Hub.asked)
