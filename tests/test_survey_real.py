"""Statistics of real copies against those in tests/statistics, which are written anew by

SER_EVALS_TEST_CORPORA=DIR python tests/test_survey_real.py
"""

import json
import os
from pathlib import Path

import pytest

from ser_evals.survey import statistics

pytestmark = pytest.mark.real_corpora

KEPT = Path(__file__).with_name("statistics")
NAMES = ("ased", "baved", "emodb", "nemo", "ravdess", "tess", "turev", "urdu")


@pytest.mark.parametrize("name", NAMES)
def test_statistics_are_those_that_were_kept(name: str, corpora_dir: Path) -> None:
    kept = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(statistics(name, data_dir=corpora_dir).json()) == kept


def test_nothing_else_is_kept() -> None:
    assert sorted(path.name for path in KEPT.iterdir()) == [f"{name}.json" for name in NAMES]


def test_a_full_copy_has_the_numbers_of_the_record(corpora_dir: Path) -> None:
    here, documented = statistics("emodb", data_dir=corpora_dir), statistics("emodb")
    assert here.counted and not documented.counted
    for field in ("utterances", "speakers", "languages", "labels", "classes", "dropped", "splits"):
        assert getattr(here, field) == getattr(documented, field)


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for name in NAMES:
        found = statistics(name, data_dir=os.environ["SER_EVALS_TEST_CORPORA"])
        (KEPT / f"{name}.json").write_text(found.json(), encoding="utf-8")
