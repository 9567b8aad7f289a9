"""The examples run as their docstrings say, and the page they belong to prints what it says."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

from ser_evals import metrics

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "metrics.md"


def run(output):
    script = ROOT / "examples" / "interval_coverage.py"
    options = ["--replications", "20", "--output", str(output)]
    return subprocess.check_output([sys.executable, str(script), *options], text=True)


def test_interval_coverage_prints_and_draws_the_same_again(tmp_path):
    table = run(tmp_path / "one.svg")
    assert table == run(tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "<svg" in (tmp_path / "one.svg").read_text()
    rows = [re.findall(r"[\d.]+", line) for line in table.splitlines()[2:]]
    assert [row[0] for row in rows] == ["6", "10", "24", "100"]
    for row in rows:
        default, width, _, clustered_width, utterances, narrow = map(float, row[1:])
        assert default > utterances
        assert width > clustered_width > narrow


def test_the_page_on_metrics_prints_what_it_says():
    found = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert found.attempted > 10 and not found.failed


def test_the_page_on_metrics_has_a_row_for_every_function():
    rows = re.findall(r"^\| `(\w+)", PAGE.read_text("utf-8"), re.MULTILINE)
    functions = {name for name in dir(metrics) if name[0].islower()}
    assert functions <= set(rows), functions - set(rows)
