import runpy
from pathlib import Path

import pytest

SIMULATION = runpy.run_path(str(Path(__file__).parent / "benchmarks" / "interval_coverage.py"))


@pytest.mark.parametrize("design", ["balanced", "partial"])
@pytest.mark.parametrize("speakers", [6, 24])
def test_default_intervals_hold_the_true_value(design, speakers):
    held, _ = SIMULATION["coverage"](design, speakers, 400)
    for name, share in held.items():
        assert 0.92 <= share <= 0.98, name


def test_percentile_intervals_over_few_speakers_do_not():
    held, _ = SIMULATION["coverage"]("balanced", 6, 150, method="percentile")
    assert held["uar"] < 0.92
