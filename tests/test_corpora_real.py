"""The records against real files, below the folder that SER_EVALS_TEST_CORPORA names."""

import time
from collections import Counter
from pathlib import Path

import pytest

from ser_evals.corpora import Utterance, get_corpus
from ser_evals.corpora._files import warn_once
from ser_evals.emotions import EMOTIONS

pytestmark = pytest.mark.real_corpora

# Utterances, speakers and utterances per label of the test packs, not of the corpora.
EXPECTED = {
    "ased": (132, 65, dict(neutral=28, fearful=26, happy=26, sad=26, angry=26)),
    "baved": (186, 60, dict(low=50, neutral=68, high=68)),
    "emodb": (
        535,
        10,
        dict(anger=127, boredom=81, neutral=79, happiness=71, fear=69, sadness=62, disgust=46),
    ),
    "nemo": (
        106,
        9,
        dict(anger=18, fear=18, happiness=18, neutral=18, sadness=18, surprised=16),
    ),
    "ravdess": (
        98,
        24,
        dict.fromkeys(("neutral", "calm", "sad", "angry", "fearful", "disgust", "surprised"), 12)
        | {"happy": 14},
    ),
    "tess": (
        98,
        2,
        dict.fromkeys(
            ("angry", "disgust", "fear", "happy", "neutral", "pleasant surprise", "sad"), 14
        ),
    ),
    "turev": (132, 6, dict(angry=36, sad=36, calm=30, happy=30)),
    "urdu": (84, 29, dict(angry=21, happy=21, neutral=21, sad=21)),
}


@pytest.fixture(params=EXPECTED)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def utterances(corpora_dir: Path, name: str) -> list[Utterance]:
    return list(get_corpus(name).read(corpora_dir / name))


def test_counts(name: str, utterances: list[Utterance]) -> None:
    number, speakers, labels = EXPECTED[name]
    assert len(utterances) == number
    assert len({u.speaker for u in utterances}) == speakers == get_corpus(name).speakers
    assert Counter(u.label for u in utterances) == labels


def test_every_audio_file_is_read_once(
    corpora_dir: Path, name: str, utterances: list[Utterance]
) -> None:
    files = {
        p.relative_to(corpora_dir / name).as_posix()
        for p in (corpora_dir / name).rglob("*.[wW][aA][vV]")
    }
    assert {u.path for u in utterances} == files
    assert len({u.id for u in utterances}) == len(files)


def test_a_speaker_has_one_sex(name: str, utterances: list[Utterance]) -> None:
    assert len({(u.speaker, u.sex) for u in utterances}) == EXPECTED[name][1]
    assert name == "turev" or all(u.sex for u in utterances)


def test_a_sentence_has_one_text(utterances: list[Utterance]) -> None:
    texts = {(u.sentence, u.text) for u in utterances}
    assert len(texts) == len({sentence for sentence, _ in texts})


def test_emodb_as_in_the_paper(corpora_dir: Path) -> None:
    record = get_corpus("emodb")
    classes = record.mapping("ser_evals_2024")
    counts = Counter(classes[u.label] for u in record.read(corpora_dir / "emodb"))
    assert [counts[emotion] for emotion in EMOTIONS] == [71, 143, 46, 69, 0, 127, 0, 79]


def test_emodb_is_read_fast(corpora_dir: Path) -> None:
    record = get_corpus("emodb")
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert sum(1 for _ in record.read(corpora_dir / "emodb")) == record.utterances
        times.append(time.perf_counter() - start)
    assert min(times) < 0.3


def test_emodb_texts_and_sexes(corpora_dir: Path) -> None:
    found = list(get_corpus("emodb").read(corpora_dir / "emodb"))
    assert all(u.text for u in found)
    assert Counter(sex for _, sex in {(u.speaker, u.sex) for u in found}) == {
        "female": 5,
        "male": 5,
    }


def test_misspelt_and_capital_names(corpora_dir: Path) -> None:
    tess = {u.id: u for u in get_corpus("tess").read(corpora_dir / "tess")}
    assert tess["OA_bite_neutral"].speaker == "OAF"
    ased = {u.id: u for u in get_corpus("ased").read(corpora_dir / "ased")}
    assert ased["S4-04-02-01-29"].label == "sad"


def test_nemo_says_how_many_rows_have_no_audio(
    corpora_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # As in a new process: it is said once.
    warn_once.cache_clear()
    list(get_corpus("nemo").read(corpora_dir / "nemo"))
    assert [r.levelname for r in caplog.records] == ["WARNING"]
    assert "4375 of 4481 rows have no audio" in caplog.text
