"""Real files, below the folder that SER_EVALS_TEST_CORPORA names, through index and dataset."""

import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ser_evals import audio, load_corpus
from ser_evals.corpora import get_corpus
from ser_evals.data import CorpusData, embed, index

pytestmark = pytest.mark.real_corpora

# Utterances and groups of the test packs (MANIFEST.md there), and what a group is.
EXPECTED = {
    "ased": (132, 65, "speaker"),
    "baved": (186, 59, "speaker"),
    "emodb": (535, 10, "speaker"),
    "nemo": (106, 9, "speaker"),
    "ravdess": (98, 24, "speaker"),
    "tess": (98, 2, "speaker"),
    "turev": (132, 6, "speaker"),
    "urdu": (84, 29, "speaker"),
}


@pytest.fixture(scope="module")
def found(corpora_dir: Path) -> dict[str, CorpusData]:
    return {
        name: index(get_corpus(name), corpora_dir / name, taxonomy="native") for name in EXPECTED
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_counts_and_groups(name: str, found: dict[str, CorpusData]) -> None:
    data = found[name]
    groups = {row["group"] for row in data.rows}
    assert (len(data.rows), len(groups), data.grouped_by) == EXPECTED[name]
    assert data.speaker_independent and not data.unreadable


@pytest.mark.parametrize("name", EXPECTED)
def test_durations_are_those_of_speech(name: str, found: dict[str, CorpusData]) -> None:
    seconds = np.array([row["duration"] for row in found[name].rows])
    assert seconds.min() > 0.2 and seconds.max() < 15


def row(data: CorpusData, path: str) -> dict:
    (match,) = [row for row in data.rows if row["audio"]["path"].endswith(path)]
    return match


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("tess", "YAF_angry/YAF_germ_angry.wav"),  # AIFF
        ("tess", "OAF_Fear/OAF_food_fear.wav"),  # 96 kHz
        ("tess", "OAF_neutral/OA_bite_neutral.wav"),  # misspelt
        ("ased", "04Sad/S4-04-02-01-29.wav"),
    ],
)
def test_odd_files_are_readable(name: str, path: str, found: dict[str, CorpusData]) -> None:
    known = row(found[name], path)
    wave = audio.read(known["audio"]["path"], sampling_rate=16_000)
    assert len(wave) == pytest.approx(known["duration"] * 16_000, abs=1)
    assert 0.01 < np.abs(wave).max() <= 1.1


def test_stereo_ravdess_is_readable(found: dict[str, CorpusData]) -> None:
    paths = [row["audio"]["path"] for row in found["ravdess"].rows]
    stereo = [path for path in paths if soundfile.info(path).channels == 2]
    assert len(stereo) == 2
    for path in stereo:
        wave = audio.read(path, sampling_rate=48_000)
        expected = soundfile.read(path, dtype="float32")[0].mean(axis=1)
        np.testing.assert_allclose(wave, expected, atol=1e-6)


def test_baved_speakers_46_and_53_are_one_group(found: dict[str, CorpusData]) -> None:
    of = {row["speaker"]: row["group"] for row in found["baved"].rows}
    assert of["46"] == of["53"] == "46+53"
    assert sum("+" in group for group in of.values()) == 2


def test_identical_recordings_of_one_speaker_change_no_group(found: dict[str, CorpusData]) -> None:
    for name in ("ravdess", "ased"):
        digests = [row["digest"] for row in found[name].rows]
        assert len(digests) - len(set(digests)) == 1
        assert all(row["group"] == row["speaker"] for row in found[name].rows)


def test_emodb_becomes_a_dataset_fast(corpora_dir: Path) -> None:
    start = time.process_time()  # of all threads; other work on the machine does not add to it
    emodb = load_corpus("emodb", data_dir=corpora_dir / "emodb")
    assert time.process_time() - start < 3
    assert emodb.num_rows == 535
    names = emodb.features["emotion"].names
    counts = {names[i]: int(n) for i, n in enumerate(np.bincount(emodb["emotion"], minlength=8))}
    assert counts == dict(
        happiness=71, sadness=62, disgust=46, fear=69, surprise=0, anger=127, other=81, neutral=79
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [("tess", "YAF_angry/YAF_germ_angry.wav"), ("ased", "04Sad/S4-04-02-01-29.wav")],
)
def test_a_stretch_is_a_slice(name: str, path: str, found: dict[str, CorpusData]) -> None:
    known = row(found[name], path)
    whole, rate = audio.samples(known["audio"]["path"])
    part, _ = audio.samples(known["audio"]["path"], start=0.5, end=1.0)
    np.testing.assert_array_equal(part, whole[round(0.5 * rate) : rate])


def test_a_stretch_becomes_a_file(found: dict[str, CorpusData]) -> None:
    known = found["nemo"].rows[0]
    sound = embed(known | {"start": 0.25, "end": 0.75})
    assert sound["path"] == f"{known['id']}.flac"
    assert len(audio.read(sound["bytes"], sampling_rate=16_000)) == 8_000
