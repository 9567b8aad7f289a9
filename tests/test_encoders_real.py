"""A pretrained Whisper encoder on real speech."""

from pathlib import Path

import numpy as np
import pytest
import torch

from ser_evals import audio
from ser_evals.backbones import get_backbone
from ser_evals.features import FrameCache, FrameOptions, extract
from ser_evals.modeling.encoders import open_encoder, resolve_revision

pytestmark = pytest.mark.real_encoder


@pytest.fixture(scope="module")
def full(whisper_dir):
    return open_encoder(get_backbone(whisper_dir))


@pytest.fixture(scope="module")
def waves(corpora_dir) -> list[np.ndarray]:
    files = sorted(Path(corpora_dir, "emodb", "wav").glob("*.wav"))[:4]
    assert len(files) == 4
    return [audio.read(file, sampling_rate=16_000) for file in files]


def test_sizes_come_from_the_checkpoint(full, whisper_dir):
    assert (full.layers, full.dim, full.rate, full.window) == (5, 384, 50.0, 30.0)
    assert (full.sampling_rate, full.hop) == (16_000, 320)
    assert not any(p.requires_grad for p in full.network.parameters())
    assert resolve_revision(get_backbone(whisper_dir)).startswith("local-")


@pytest.mark.real_corpora
def test_alone_equals_in_a_batch(full, waves):
    assert len({len(wave) for wave in waves}) > 1
    together = full.encode(waves)
    assert [len(states) for states in together] == [len(wave) // 320 for wave in waves]
    (alone,) = full.encode(waves[1:2])
    assert torch.isfinite(alone).all()
    torch.testing.assert_close(alone, together[1], atol=1e-4, rtol=1e-4)


@pytest.mark.real_corpora
def test_a_clip_in_little_context_sounds_alike(full, waves, whisper_dir):
    clip = open_encoder(get_backbone(whisper_dir), context="clip")
    (small,), (large,) = clip.encode(waves[:1]), full.encode(waves[:1])
    assert small.shape == large.shape
    correlations = [
        np.corrcoef(small[:, layer].flatten(), large[:, layer].flatten())[0, 1]
        for layer in range(5)
    ]
    assert correlations[0] > 0.999
    assert min(correlations) > 0.95
    assert not torch.allclose(small[:, -1], large[:, -1], atol=1e-3)


@pytest.mark.real_corpora
def test_a_corpus_goes_through_the_cache(waves, corpora_dir, whisper_dir, tmp_path):
    options = FrameOptions(rate=5.0, layers="all", context="clip", windows="all")
    encoder = open_encoder(get_backbone(whisper_dir), context="clip")
    files = sorted(Path(corpora_dir, "emodb", "wav").glob("*.wav"))[:4]
    rows = [
        {
            "digest": file.stem,
            "duration": len(wave) / 16_000,
            "audio": {"bytes": None, "path": str(file)},
        }
        for file, wave in zip(files, waves, strict=True)
    ]
    cache = FrameCache(tmp_path, "whisper", "r", options)
    assert extract(rows, encoder, cache, options) == 4
    frames = cache.frames([file.stem for file in files])
    expected = [round(len(wave) // 320 / 10) for wave in waves]
    assert frames.lengths.tolist() == expected
    assert all(torch.isfinite(clip).all() for clip in frames.clips)
