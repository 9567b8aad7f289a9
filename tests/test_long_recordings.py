"""Recordings of hours: decoded in blocks, encoded in windows, the same as at once."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
import torch
from test_features import WHOLE, noise
from test_ser_model import BACKBONES, extractor, model
from test_ser_model import registered as registered  # a fixture

from ser_evals import audio
from ser_evals.backbones import get_backbone
from ser_evals.features import extract_one
from ser_evals.modeling.encoders import open_encoder
from ser_evals.modeling.encoders._frames import NetworkFrames

WINDOW = 0.5
CLIP = noise(1.85, 3)
"""Three windows and 0.35 s, enough for each of the networks below."""


@pytest.fixture(scope="module")
def stereo(tmp_path_factory) -> tuple[Path, np.ndarray]:
    """Half a minute in stereo at 48 kHz: a dozen blocks."""
    path = tmp_path_factory.mktemp("long") / "a.wav"
    waves = np.random.default_rng(0).normal(0, 0.1, (30 * 48_000 + 17, 2)).astype(np.float32)
    soundfile.write(path, waves, 48_000, subtype="FLOAT")
    return path, waves


def test_blocks_give_what_all_at_once_gives(stereo):
    path, waves = stereo
    found = audio.read(path, sampling_rate=16_000)
    assert np.array_equal(found, audio.mono(waves, 48_000, sampling_rate=16_000))
    whole = soxr.resample(waves.mean(1), 48_000, 16_000)
    assert found.shape == whole.shape
    np.testing.assert_allclose(found, whole, atol=1e-5)
    assert np.array_equal(audio.read(path, sampling_rate=48_000), waves.mean(1))


def test_a_stretch_in_blocks(stereo):
    path, waves = stereo
    found = audio.read(path, sampling_rate=16_000, start=7.5, end=21.25)
    cut = waves[round(7.5 * 48_000) : round(21.25 * 48_000)]
    assert np.array_equal(found, audio.mono(cut, 48_000, sampling_rate=16_000))


def made_with_windows(kind: str, **options):
    """Return a classifier and an encoder of one network, both with short windows."""
    backbone, own = BACKBONES[kind]
    made = model(backbone, **own, **options)
    if kind == "mfcc":
        encoder = open_encoder(get_backbone("mfcc"))
    else:
        encoder = NetworkFrames(made.backbone, backbone, "cpu", standardise=True)
    made.backbone.window = encoder.window = WINDOW
    return made, encoder


def windows() -> list[np.ndarray]:
    size = round(WINDOW * 16_000)
    return [CLIP[start : start + size] for start in range(0, len(CLIP), size)]


@pytest.mark.parametrize("kind", ["mfcc", "cnn14", "ecapa"])
def test_one_vector_is_the_weighted_average_of_the_windows(kind):
    made, encoder = made_with_windows(kind, layer="last")
    assert encoder.rate == 0 and encoder.shortest <= len(windows()[-1])
    parts = torch.cat([encoder.encode([part])[0] for part in windows()])
    weights = torch.tensor([len(part) / len(CLIP) for part in windows()])
    expected = (parts * weights[:, None, None]).sum(0, keepdim=True)
    found = extract_one(CLIP, encoder, WHOLE)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-5)
    assert not torch.allclose(parts[0], parts[1], atol=1e-3)
    with torch.no_grad():
        states, counts = made.frames(torch.from_numpy(CLIP)[None])
    assert counts.tolist() == [1]
    torch.testing.assert_close(states[0], found, atol=1e-4, rtol=1e-5)


@pytest.mark.parametrize("kind", ["mfcc", "cnn14", "wav2vec2", "whisper clip", "crnn18"])
@pytest.mark.parametrize("rate", [None, 5.0])
def test_times_of_a_track_ascend_within_the_clip(kind, rate):
    made, _ = made_with_windows(kind, frames_per_second=rate)
    clips = [CLIP, CLIP[:13_600]]
    batch = extractor(made)(clips, return_tensors="pt")
    for clip, track in zip(clips, made.frame_track(**batch), strict=True):
        times, seconds = track.times, len(clip) / 16_000
        assert len(times) == len(track.probabilities) and (times.diff() > 0).all()
        assert times[0] > 0 and times[-1] < seconds
        if made.backbone.rate:
            assert times[-1] > seconds - WINDOW and len(times) > 2
        else:
            assert len(times) == 1 and times[0] == pytest.approx(seconds / 2, abs=0.02)


def test_windows_of_a_network_without_a_limit_are_a_minute():
    assert model({"model_type": "mfcc"}).backbone.window == 60.0
    assert open_encoder(get_backbone("mfcc")).window == 60.0
