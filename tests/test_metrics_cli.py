"""The commands `metrics list` and `metrics install`."""

import evaluate
import pytest

from ser_evals.cli import main
from ser_evals.evaluation import list_modules, summaries


def test_every_metric_is_summed_up_in_a_sentence():
    found = {name: (text, limits, module) for name, text, limits, module in summaries()}
    assert {"uar", "accuracy", "macro_f1", "speaker_gini", "ccc"} <= found.keys()
    assert {name for name, (_, _, module) in found.items() if module} == set(list_modules())
    assert all(text.endswith(".") for text, _, _ in found.values())
    assert found["uar"][1] == found["macro_f1"][1] == "[0, 1]"
    assert found["ccc"][1] == "[-1, 1]"
    assert "bootstrap" not in found


def test_list(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["metrics", "list"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert lines["uar"].split()[-1] == "yes"
    assert lines["macro_f1"].split()[-1] == "1]"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(evaluate.config, "HF_MODULES_CACHE", tmp_path / "modules")
    monkeypatch.setattr("sys.path", [])
    return tmp_path / "modules"


def test_install_says_what_is_where(capsys, cache):
    other = cache / "evaluate_modules" / "metrics" / "evaluate-metric--ccc" / ("0" * 64) / "ccc.py"
    other.parent.mkdir(parents=True)
    other.write_text("import evaluate\n", "utf-8")
    assert main(["metrics", "install"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 * len(list_modules())
    written = [line for line in lines if line.startswith('evaluate.load("uar"): written, ')]
    assert str(cache) in written[0]
    assert f'evaluate.load("ccc"): left alone: {other} is not ours; load "ser-evals/ccc"' in (
        "\n".join(lines)
    )


def test_a_cache_that_cannot_be_written_is_a_line(capsys, cache):
    cache.write_text("a file", "utf-8")
    assert main(["metrics", "install"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("ser-evals: cannot write the evaluate modules")
    assert error.count("\n") == 1
