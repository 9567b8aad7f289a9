"""Extraction of large corpora: clips are decoded ahead, what is written leaves the memory."""

import threading
from pathlib import Path

import pytest
import torch
from test_features import DIGESTS, ROWS, WAVES, WHOLE, Blocks
from test_features import cache as cache  # a fixture

from ser_evals import features
from ser_evals.errors import SerEvalsError
from ser_evals.features import extract


@pytest.mark.parametrize("batch_size", [1, 2])
def test_the_next_clips_are_decoded_during_a_forward_pass(batch_size, cache, monkeypatch):
    decoded, decode = threading.Event(), features.decode

    def noted(row, encoder, formats):
        if row is ROWS[2 * batch_size - 1]:
            decoded.set()
        return decode(row, encoder, formats)

    class Patient(Blocks):
        def encode(self, waves):
            assert decoded.wait(10), "nothing was decoded meanwhile"
            return super().encode(waves)

    monkeypatch.setattr(features, "decode", noted)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    assert extract(ROWS, Patient(), cache(), WHOLE, batch_size=batch_size) == 6
    for wave, clip in zip(WAVES, cache().frames(DIGESTS).clips, strict=True):
        assert torch.equal(clip, Blocks().frames(wave).half())


def test_what_came_before_unreadable_audio_is_kept(cache):
    broken = {"digest": "x", "duration": 0.3, "audio": {"bytes": b"RIFF", "path": "bad.wav"}}
    with pytest.raises(SerEvalsError, match="bad.wav: not readable"):
        extract([*ROWS, broken], Blocks(), cache(), WHOLE)
    before = [digest for digest, wave in zip(DIGESTS, WAVES, strict=True) if len(wave) < 4800]
    assert [digest for digest in DIGESTS if digest in cache()] == before == DIGESTS[:2]


def anonymous() -> int:
    """Bytes that this process holds and no file backs."""
    (line,) = (x for x in Path("/proc/self/status").read_text().splitlines() if "RssAnon" in x)
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says it in a file")
def test_what_is_written_does_not_stay_in_memory(cache):
    store, sizes = cache(), []
    for number in range(24):
        clips = {f"{number}-{i}": torch.zeros(95 + number % 3, 5, 384).half() for i in range(64)}
        store.add(clips)
        shard = sum(clip.nbytes for clip in clips.values())
        del clips
        sizes.append(anonymous())
    # Within a few shards the same memory is free or taken by turns: the least of some counts.
    assert min(sizes[-6:]) - min(sizes[6:12]) < 2 * shard


def test_a_shard_holds_both_precisions(cache):
    clips = {"a": torch.randn(3, 2, 2).half(), "b": torch.randn(4, 2, 2) * 1e6}
    cache().add(clips)
    for found, clip in zip(cache().frames(["a", "b"]).clips, clips.values(), strict=True):
        assert found.dtype == torch.float32
        assert torch.equal(found, clip.float())
