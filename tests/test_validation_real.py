"""Validation of real copies, below the folder that SER_EVALS_TEST_CORPORA names."""

from pathlib import Path

import pytest

from ser_evals.corpora import get_corpus
from ser_evals.validation import Validation, validate

pytestmark = pytest.mark.real_corpora

NAMES = ("ased", "baved", "emodb", "nemo", "ravdess", "tess", "turev", "urdu")
SUBSET = {("utterances", "warning"), ("labels", "warning")}
# What is found in the test packs, beside there being fewer utterances than in a full copy.
EXPECTED = {
    "ased": {("identical_known", "note"): 1},
    "baved": {("identical_known", "note"): 1},
    "ravdess": {("identical_known", "note"): 1},
    "tess": {("sampling_rate", "note"): 1},
    "urdu": {("clipped", "warning"): 3, ("offset", "note"): 41},
}


@pytest.fixture(scope="module")
def found(corpora_dir: Path) -> dict[str, Validation]:
    return {name: validate(name, data_dir=corpora_dir) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_findings(name: str, found: dict[str, Validation]) -> None:
    cases = {(f.check, f.severity): f.count for f in found[name].findings}
    assert {key: n for key, n in cases.items() if key not in SUBSET} == EXPECTED.get(name, {})
    assert found[name].ok


def test_a_full_copy_of_emodb_is_what_the_record_says(found: dict[str, Validation]) -> None:
    record, counts = get_corpus("emodb"), found["emodb"].found
    assert found["emodb"].findings == ()
    assert counts["utterances"] == counts["files"] == record.utterances
    assert counts["speakers"] == record.speakers and counts["labels"] == dict(record.counts)
    assert 0.41 < counts["hours"] < 0.42


def test_a_recording_under_two_speakers(found: dict[str, Validation]) -> None:
    (known,) = [f for f in found["baved"].findings if f.check == "identical_known"]
    (item,) = known.items
    assert item.ids == ("46-m-20-3-1-953", "53-m-20-3-1-1020")
    assert item.note == "same bytes; speakers 46, 53"
