"""Audio to frames, once: pooling, the cache, and what happens when a job is killed."""

import io
import json
import re
import shutil
from collections import namedtuple
from dataclasses import replace

import numpy as np
import pytest
import soundfile
import torch
from safetensors.torch import load_file, save_file

from ser_evals import features
from ser_evals.errors import SerEvalsError
from ser_evals.features import FrameCache, FrameOptions, Frames, extract, extract_one
from ser_evals.modeling.encoders import Encoder
from ser_evals.modeling.remote.pooling_ser import pool

RATE = 16_000
HOP = 320
WHOLE = FrameOptions(rate=None, layers="all", context="full", windows="all")


class Blocks(Encoder):
    """An encoder that can be checked by hand: a frame is what 320 samples amount to."""

    sampling_rate, rate, window, shortest = RATE, RATE / HOP, 1.0, 2 * HOP
    layers, dim = 3, 2
    mixes_lengths = True
    gain = 1.0

    def __init__(self) -> None:
        self.calls: list[list[int]] = []

    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        self.calls.append([len(wave) for wave in waves])
        assert max(self.calls[-1]) <= self.window * RATE
        assert min(self.calls[-1]) >= self.shortest
        assert self.mixes_lengths or len(set(self.calls[-1])) == 1
        return [self.frames(wave) for wave in waves]

    def frames(self, wave: np.ndarray) -> torch.Tensor:
        blocks = torch.from_numpy(wave[: len(wave) // HOP * HOP]).view(-1, HOP) * self.gain
        states = torch.stack([blocks.mean(1), blocks.abs().amax(1)], 1)
        return torch.stack([states, 2 * states, 3 * states], 1)

    @property
    def clips(self) -> int:
        return sum(map(len, self.calls))


def noise(seconds: float, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return generator.uniform(-0.9, 0.9, round(seconds * RATE)).astype(np.float32)


def row(wave: np.ndarray, name: str = "a.wav") -> dict:
    file = io.BytesIO()
    soundfile.write(file, wave, RATE, format="WAV", subtype="FLOAT")
    digest = str(hash(wave.tobytes()))
    audio = {"bytes": file.getvalue(), "path": name}
    return {"digest": digest, "duration": len(wave) / RATE, "audio": audio}


WAVES = [noise(0.1 + 0.13 * i, i) for i in range(6)]
ROWS = [row(wave, f"{i}.wav") for i, wave in enumerate(WAVES)]
DIGESTS = [r["digest"] for r in ROWS]


@pytest.fixture
def cache(tmp_path):
    def opened(options: FrameOptions = WHOLE, revision: str = "r1") -> FrameCache:
        return FrameCache(tmp_path, "blocks", revision, options)

    return opened


def test_pooling_averages_blocks():
    states = torch.randn(53, 3, 2)
    pooled = pool(states, rate=50, keep=5)
    assert pooled.shape == (5, 3, 2)
    for block, own in zip(pooled, states.split([11, 11, 11, 10, 10]), strict=True):
        torch.testing.assert_close(block, own.mean(0))


@pytest.mark.parametrize(
    ("rate", "keep", "expected"),
    [(50, None, 53), (50, 80, 53), (50, 0, 1), (50, 0.1, 1), (50, 25, 26), (0, 5, 53)],
)
def test_pooling_keeps_at_least_one_block(rate, keep, expected):
    states = torch.randn(53, 3, 2)
    pooled = pool(states, rate=rate, keep=keep)
    assert len(pooled) == expected
    if expected in (1, 53):
        torch.testing.assert_close(pooled, states if expected == 53 else states.mean(0)[None])


def test_frames_are_what_was_encoded(cache, capsys):
    encoder = Blocks()
    assert extract(ROWS, encoder, cache(), WHOLE) == 6
    assert re.search("encode .* 6/6 .* clips/s", capsys.readouterr().err)
    for store in (cache(), cache()):
        for wave, clip in zip(WAVES, store.frames(DIGESTS).clips, strict=True):
            assert clip.dtype == torch.float16
            assert torch.equal(clip, encoder.frames(wave).half())


def test_the_order_asked_for(cache):
    store = cache()
    extract(ROWS, Blocks(), store, WHOLE)
    asked = [4, 0, 4, 2]
    frames = store.frames([DIGESTS[i] for i in asked])
    assert frames.lengths.tolist() == [len(WAVES[i]) // HOP for i in asked]
    expected = torch.cat([Blocks().frames(WAVES[i]).half() for i in (2, 4)])
    assert torch.equal(frames.gather(np.array([3, 0])), expected)


def test_only_what_is_missing_is_encoded(cache):
    extract(ROWS[:4], Blocks(), cache(), WHOLE)
    encoder = Blocks()
    assert extract(ROWS, encoder, cache(), WHOLE) == 2
    assert encoder.clips == 2
    assert extract(ROWS, encoder, cache(), WHOLE) == 0
    assert encoder.clips == 2


def test_equal_audio_is_encoded_once(cache):
    encoder, twin = Blocks(), row(WAVES[0], "copy.wav")
    assert extract([ROWS[0], twin, ROWS[1]], encoder, cache(), WHOLE) == 2
    assert encoder.clips == 2


def test_every_option_and_the_revision_have_a_place_of_their_own(cache):
    others = [
        replace(WHOLE, rate=5.0),
        replace(WHOLE, layers="last"),
        replace(WHOLE, context="clip"),
        replace(WHOLE, windows="first"),
    ]
    folders = {cache(options).folder for options in others}
    folders |= {cache().folder, cache(revision="r2").folder}
    assert len(folders) == 6
    assert cache().folder == cache().folder
    extract(ROWS[:1], Blocks(), cache(), WHOLE)
    key = json.loads((cache().folder / "key.json").read_text())
    assert {"backbone": "blocks", "revision": "r1", "rate": None}.items() <= key.items()


class Killed(Exception):
    pass


class Mortal(Blocks):
    def encode(self, waves):
        if len(self.calls) == 4:
            raise Killed
        return super().encode(waves)


def test_a_killed_job_goes_on(cache, monkeypatch):
    monkeypatch.setattr(features, "FLUSH_CLIPS", 2)
    with pytest.raises(Killed):
        extract(ROWS, Mortal(), cache(), WHOLE)
    saved = sum(digest in cache() for digest in DIGESTS)
    assert 1 <= saved <= 4
    encoder = Blocks()
    assert extract(ROWS, encoder, cache(), WHOLE) == 6 - saved
    frames = cache().frames(DIGESTS)
    assert all(
        torch.equal(clip, encoder.frames(wave).half())
        for clip, wave in zip(frames.clips, WAVES, strict=True)
    )


def test_slow_encoders_save_now_and_then(cache, monkeypatch):
    monkeypatch.setattr(features, "FLUSH_SECONDS", -1.0)
    with pytest.raises(Killed):
        extract(ROWS, Mortal(), cache(), WHOLE)
    saved = sum(digest in cache() for digest in DIGESTS)
    # Clips are encoded side by side: which of them the fifth call meets is a matter of chance.
    assert 1 <= len(list(cache().folder.glob("*.safetensors"))) == saved <= 4


@pytest.mark.parametrize("damage", ["truncated", "empty", "no tensor", "wrong lengths", "no list"])
def test_a_damaged_shard_is_computed_again(damage, cache):
    extract(ROWS, Blocks(), cache(), WHOLE)
    (shard,) = cache().folder.glob("*.safetensors")
    content, states = shard.read_bytes(), load_file(shard)
    if damage in ("truncated", "empty"):
        shard.write_bytes(content[:-50] if damage == "truncated" else b"")
    else:
        name = "other" if damage == "no tensor" else "frames"
        clips = json.dumps({"x": 3} if damage == "wrong lengths" else {})
        metadata = None if damage == "no list" else {"clips": clips}
        save_file({name: states["frames"]}, shard, metadata=metadata)
    encoder = Blocks()
    assert extract(ROWS, encoder, cache(), WHOLE) == 6
    assert torch.equal(cache().frames(DIGESTS).clips[3], encoder.frames(WAVES[3]).half())


def test_shards_are_renamed_into_place(cache):
    store = cache()
    extract(ROWS, Blocks(), store, WHOLE)
    assert not list(store.folder.glob(".*"))
    (shard,) = store.folder.glob("*.safetensors")
    shard.rename(shard.with_name(f".{shard.name}.0123abcd.partial"))
    assert not any(digest in cache() for digest in DIGESTS)
    assert extract(ROWS, Blocks(), cache(), WHOLE) == 6


@pytest.mark.parametrize("mixes", [True, False])
def test_batches_equal_clip_by_clip(mixes, cache):
    rows = ROWS + [row(noise(0.23, seed), "x.wav") for seed in range(50, 55)]
    digests = [r["digest"] for r in rows]
    encoder = Blocks()
    encoder.mixes_lengths = mixes
    together, alone = cache(), cache(revision="alone")
    extract(rows, encoder, together, WHOLE, batch_size=4)
    extract(rows, Blocks(), alone, WHOLE)
    assert max(map(len, encoder.calls)) == 4
    pairs = zip(together.frames(digests).clips, alone.frames(digests).clips, strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("extra", [0, HOP, 2 * HOP, RATE // 2])
def test_windows_of_long_clips(extra, cache):
    wave = noise(2 + extra / RATE, 9)
    for windows in ("all", "first"):
        options, encoder = replace(WHOLE, windows=windows), Blocks()
        extract([*ROWS[:2], row(wave)], encoder, cache(options), options, batch_size=4)
        (clip,) = cache(options).frames([row(wave)["digest"]]).clips
        usable = RATE if windows == "first" else len(wave) - (extra if extra < 2 * HOP else 0)
        assert torch.equal(clip, encoder.frames(wave[:usable]).half())
        assert torch.equal(clip, extract_one(wave, Blocks(), options))
        assert encoder.calls[0] == [1600, 3680]


def test_short_audio_is_padded(cache):
    encoder, wave = Blocks(), noise(0.001, 3)
    extract([row(wave)], encoder, cache(), WHOLE)
    padded = np.pad(wave, (0, encoder.shortest - len(wave)))
    expected = encoder.frames(padded).half()
    assert torch.equal(cache().frames([row(wave)["digest"]]).clips[0], expected)
    assert torch.equal(extract_one(wave, encoder, WHOLE), expected)


@pytest.mark.parametrize(("standardise", "gain"), [(True, 1.0), (False, 1e6)])
def test_single_precision_where_half_is_too_little(standardise, gain, cache):
    encoder = Blocks()
    encoder.standardise, encoder.gain = standardise, gain
    extract(ROWS, encoder, cache(), WHOLE)
    for wave, clip in zip(WAVES, cache().frames(DIGESTS).clips, strict=True):
        assert clip.dtype == torch.float32
        assert torch.equal(clip, encoder.frames(wave))


def test_last_layer_and_rate(cache):
    options = replace(WHOLE, layers="last", rate=10.0)
    extract(ROWS, Blocks(), cache(options), options)
    clip, states = cache(options).frames(DIGESTS[-1:]).clips[0], Blocks().frames(WAVES[-1])
    assert torch.equal(clip, pool(states[:, -1:], rate=50, keep=10.0).half())


def test_a_full_disk_is_noticed_before_any_work(cache, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 100))
    encoder = Blocks()
    with pytest.raises(SerEvalsError, match=r"need .* GB below .* free"):
        extract(ROWS, encoder, cache(), WHOLE)
    assert encoder.calls == []


def test_the_estimate_covers_what_is_written(cache):
    extract(ROWS, Blocks(), cache(), WHOLE)
    written = sum(clip.nbytes for clip in cache().frames(DIGESTS).clips)
    assert written <= features.size(ROWS, Blocks(), WHOLE) <= 1.2 * written


def test_unreadable_audio_is_named(cache):
    broken = {"digest": "x", "duration": 1.0, "audio": {"bytes": b"RIFF", "path": "bad.wav"}}
    with pytest.raises(SerEvalsError, match="bad.wav: not readable"):
        extract([broken], Blocks(), cache(), WHOLE)


def test_one_layer_of_frames():
    frames = Frames([Blocks().frames(wave) for wave in WAVES])
    for layer in (0, 2, -1, -3):
        one = frames.only_layer(layer)
        assert (one.layers, one.dim) == (1, 2)
        assert torch.equal(one.clips[1], frames.clips[1][:, layer].unsqueeze(1))
    for layer in (3, -4):
        with pytest.raises(SerEvalsError, match=f"no layer {layer}: .* layers 0 to 2"):
            frames.only_layer(layer)


@pytest.mark.parametrize("size", [1, 4])
def test_what_is_done_to_clips_is_said_once(size, tmp_path, caplog):
    caplog.set_level("INFO", "ser_evals")
    rows = []
    for name, rate, channels in (("a", 8_000, 2), ("b", 44_100, 1), ("c", 16_000, 1)):
        path = tmp_path / f"{name}.wav"
        soundfile.write(path, np.random.default_rng(rate).normal(0, 0.1, (rate, channels)), rate)
        audio = {"bytes": None, "path": str(path)}
        rows.append({"digest": name, "duration": 1.0, "audio": audio})
    for _ in range(2):
        cache = FrameCache(tmp_path / "cache", "mfcc", "x", WHOLE)
        extract(rows, Blocks(), cache, WHOLE, batch_size=size)
    assert caplog.messages == ["clips: 2 of 3 resampled to 16000 Hz, 1 mixed down to mono"]
