"""The synthetic corpora are what their records say, sound like speech, and are worth learning."""

import numpy as np
import pytest
import soundfile

from ser_evals.corpora import get_corpus
from ser_evals.errors import SerEvalsError
from ser_evals.synthesis import CORPORA, LANGUAGES, PROSODIES, Voice, generate, synthesise

VOICES = {
    "female": Voice(name="f01", sex="female", f0=200.0, formant_scale=1.16),
    "male": Voice(name="m01", sex="male", f0=115.0),
}


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The folders of both corpora by name."""
    root = tmp_path_factory.mktemp("data")
    return {name: generate(root, name=name) for name in CORPORA}


@pytest.fixture(scope="module")
def features(pair):
    """Mean and deviation of MFCCs, labels and speakers of both corpora by name."""
    return {name: _features(folder, get_corpus(name)) for name, folder in pair.items()}


@pytest.mark.parametrize("name", CORPORA)
def test_the_record_reads_what_is_generated(pair, name):
    corpus, recipe = get_corpus(name), CORPORA[name]
    utterances = list(corpus.read(pair[name]))
    assert corpus.synthetic
    assert corpus.languages == (recipe.language,)
    assert len(utterances) == corpus.utterances
    assert len({u.speaker for u in utterances}) == corpus.speakers
    assert {u.label for u in utterances} == set(corpus.own_labels) == set(recipe.emotions)
    assert sum(u.sex == "female" for u in utterances) == corpus.utterances / 2


@pytest.mark.parametrize("name", CORPORA)
def test_files_are_clean_recordings(pair, name):
    for path in sorted(pair[name].glob("*.wav")):
        with soundfile.SoundFile(path) as file:
            form = (file.samplerate, file.channels, file.subtype)
            speech, title = file.read(), file.title
        assert form == (16_000, 1, "PCM_16")
        assert "SYNTHETIC" in title
        assert 0.7 <= len(speech) / 16_000 <= 3.0
        assert 0.03 <= np.abs(speech).max() < 0.97
        assert np.sqrt(np.mean(speech**2)) > 0.004


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    once, again = (generate(tmp_path / run, speakers=2, takes=1) for run in "ab")
    files = sorted(path.name for path in once.iterdir())
    assert len(files) == 2 * 6 + 1
    assert [(once / f).read_bytes() for f in files] == [(again / f).read_bytes() for f in files]


def test_a_complete_folder_is_left_alone_and_an_incomplete_one_replaced(tmp_path):
    folder = generate(tmp_path, speakers=1, takes=1)
    written = folder.stat().st_mtime_ns
    assert generate(tmp_path, speakers=1, takes=1).stat().st_mtime_ns == written
    next(folder.glob("*.wav")).unlink()
    assert len(list(generate(tmp_path, speakers=1, takes=1).glob("*.wav"))) == 6
    assert len(list(generate(tmp_path, speakers=2, takes=1).glob("*.wav"))) == 12
    assert [path.name for path in tmp_path.iterdir()] == ["synthetic"]


def test_files_of_somebody_else_are_not_touched(tmp_path):
    (tmp_path / "synthetic").mkdir()
    (tmp_path / "synthetic" / "mine.wav").touch()
    with pytest.raises(SerEvalsError, match="not written by"):
        generate(tmp_path)
    assert (tmp_path / "synthetic" / "mine.wav").exists()


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
def test_pitch_loudness_and_tempo_follow_the_emotion(voice, language):
    pitch, level, seconds = (
        {emotion: measured[i] for emotion, measured in _measure(voice, language).items()}
        for i in range(3)
    )
    for high in ("anger", "happiness", "fear", "surprise"):
        assert pitch[high] > pitch["neutral"] > pitch["sadness"]
    assert abs(12 * np.log2(pitch["neutral"] / voice.f0)) < 2
    assert level["anger"] > level["happiness"] > level["neutral"] > level["sadness"]
    assert seconds["fear"] < seconds["neutral"] < seconds["sadness"]


def test_languages_sound_different():
    bright = {}
    for tag, language in LANGUAGES.items():
        rng = np.random.default_rng(0)
        speech = [_speak(VOICES["male"], "neutral", language, rng) for _ in range(10)]
        power = np.abs(np.fft.rfft(np.concatenate(speech))) ** 2
        bright[tag] = power[len(power) // 2 :].sum() / power.sum()
    assert bright["qab"] > 2 * bright["qaa"]


@pytest.mark.parametrize("name", CORPORA)
def test_emotions_of_new_speakers_are_recognisable_but_not_trivial(features, name):
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    x, labels, speakers = features[name]
    predicted = cross_val_predict(_classifier(), x, labels, groups=speakers, cv=GroupKFold(4))
    assert 0.55 < balanced_accuracy_score(labels, predicted) < 0.97


@pytest.mark.parametrize("source, target", [sorted(CORPORA), sorted(CORPORA, reverse=True)])
def test_emotions_carry_over_to_the_other_language(features, source, target):
    from sklearn.metrics import balanced_accuracy_score

    shared = set(features[source][1]) & set(features[target][1])
    (x, labels), (x_new, labels_new) = (
        (features[name][0][kept], features[name][1][kept])
        for name in (source, target)
        for kept in [np.isin(features[name][1], list(shared))]
    )
    predicted = _classifier().fit(x, labels).predict(x_new)
    assert len(shared) == 5
    assert 0.35 < balanced_accuracy_score(labels_new, predicted) < 0.68


def test_unknown_names_are_named():
    rng = np.random.default_rng(0)
    with pytest.raises(SerEvalsError, match="unknown emotion 'angry': did you mean 'anger'"):
        synthesise("ma", VOICES["male"], "angry", LANGUAGES["qaa"], rng)
    with pytest.raises(SerEvalsError, match="unknown sound 'w'"):
        synthesise("wa", VOICES["male"], "anger", LANGUAGES["qaa"], rng)
    with pytest.raises(SerEvalsError, match="cannot speak 'pst': expected a vowel"):
        synthesise("pst", VOICES["male"], "anger", LANGUAGES["qaa"], rng)
    with pytest.raises(SerEvalsError, match="unknown synthetic corpus 'synthetik'"):
        generate("nowhere", name="synthetik")


def _speak(voice, emotion, language, rng):
    return synthesise(language.sentence(rng), voice, emotion, language, rng)


def _measure(voice, language, takes=6):
    """Emotion -> median pitch in Hz, level in dB and seconds, averaged over sentences."""
    measured = {}
    for emotion in PROSODIES:
        rng = np.random.default_rng(1)
        speech = [_speak(voice, emotion, language, rng) for _ in range(takes)]
        pitch = np.mean([_pitch(s) for s in speech])
        level = np.mean([10 * np.log10(np.mean(s**2)) for s in speech])
        measured[emotion] = pitch, level, np.mean([len(s) for s in speech]) / 16_000
    return measured


def _pitch(speech):
    """Median pitch in Hz of the voiced frames, by autocorrelation."""
    frames = np.lib.stride_tricks.sliding_window_view(speech, 1024)[::256] * np.hanning(1024)
    power = np.abs(np.fft.rfft(frames, 2048)) ** 2
    correlation = np.fft.irfft(power)[:, : 16_000 // 70]
    correlation /= correlation[:, :1] + 1e-9
    lags = 16_000 // 500 + correlation[:, 16_000 // 500 :].argmax(axis=1)
    voiced = correlation[np.arange(len(lags)), lags] > 0.5
    return np.median(16_000 / lags[voiced])


def _features(folder, corpus):
    import librosa

    rows = []
    utterances = list(corpus.read(folder))
    for utterance in utterances:
        speech, rate = soundfile.read(folder / utterance.path, dtype="float32")
        mfcc = librosa.feature.mfcc(y=speech, sr=rate, n_mfcc=20, n_fft=512, hop_length=320)
        rows.append(np.concatenate([mfcc.mean(axis=1), mfcc.std(axis=1)]))
    labels, speakers = zip(*((u.label, u.speaker) for u in utterances), strict=True)
    return np.array(rows), np.array(labels), np.array(speakers)


def _classifier():
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
