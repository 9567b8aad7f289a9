"""What a clip gives does not depend on the others of its batch, in any family of encoders."""

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import save_file
from test_encoders import RAW, SMALL, randomised
from test_encoders import raw as raw  # a fixture
from test_encoders import whisper as whisper  # a fixture
from test_features import WHOLE, noise, row

from ser_evals.backbones import get_backbone
from ser_evals.errors import SerEvalsError
from ser_evals.features import FrameCache, extract, extract_one
from ser_evals.features._encode import decode
from ser_evals.modeling.encoders import Encoder, open_encoder

SECONDS = (0.31, 0.02, 0.17, 0.05, 0.3)
TINY = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
CLOSE = {"atol": 1e-5, "rtol": 1e-5}


def assert_alone_as_together(encoder: Encoder, seconds=SECONDS) -> list[torch.Tensor]:
    assert encoder.mixes_lengths
    rate = encoder.sampling_rate / 16_000
    waves = [noise(s * rate, i) for i, s in enumerate(seconds)]
    together = encoder.encode(waves)
    for wave, states in zip(waves, together, strict=True):
        (alone,) = encoder.encode([wave])
        assert states.shape == alone.shape == (len(alone), encoder.layers, encoder.dim)
        assert states.dtype == torch.float32
        torch.testing.assert_close(states, alone, **CLOSE)
    return together


@pytest.mark.parametrize("kind", RAW)
def test_raw_audio(kind, raw):
    encoder = open_encoder(get_backbone(raw(kind)))
    states = assert_alone_as_together(encoder)
    assert [len(s) for s in states] == [122, 6, 66, 18, 118]
    assert len(encoder.encode([noise(encoder.shortest / 16_000, 0)])[0]) == 1
    stock = transformers.AutoModel.from_pretrained(raw(kind)).eval()
    stock.adapter = None
    wave = torch.from_numpy(noise(0.31, 0))
    scaled = (wave - wave.mean()) / (wave.var(correction=0) + 1e-7).sqrt()
    with torch.no_grad():
        expected = stock(scaled[None]).last_hidden_state[0]
    torch.testing.assert_close(states[0][:, -1], expected, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Hubert", {"conv_pos_batch_norm": True}),
        ("Data2VecAudio", {"conv_pos_kernel_size": 9, "num_conv_pos_embeddings": 5}),
        ("WavLM", {"num_buckets": 8, "max_bucket_distance": 16}),
    ],
    ids=["mhubert", "data2vec", "wavlm"],
)
def test_positions_beyond_the_end(name, options, tmp_path):
    config = getattr(transformers, f"{name}Config")(**SMALL | options)
    model = randomised(getattr(transformers, f"{name}Model")(config))
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm1d):
            module.running_mean.fill_(0.5)
    model.save_pretrained(tmp_path)
    assert_alone_as_together(open_encoder(get_backbone(tmp_path)))


@pytest.mark.parametrize("kind", ["wav2vec2 group", "wavlm"])
def test_through_the_cache_in_padded_batches(kind, raw, tmp_path):
    encoder = open_encoder(get_backbone(raw(kind)))
    waves = [noise(s, i) for i, s in enumerate(SECONDS)]
    rows, frames = [row(wave) for wave in waves], []
    for size in (1, 4):
        cache = FrameCache(tmp_path, kind, str(size), WHOLE)
        extract(rows, encoder, cache, WHOLE, batch_size=size)
        frames.append(cache.frames([r["digest"] for r in rows]).clips)
    for alone, together in zip(*frames, strict=True):
        torch.testing.assert_close(alone, together, atol=2e-3, rtol=2e-3)  # float16


@pytest.mark.parametrize("context", ["full", "clip"])
def test_whisper(context, whisper):
    """The longest clips reach the end of the input, one second, with the silence behind them."""
    encoder = open_encoder(get_backbone(whisper), context=context)
    states = assert_alone_as_together(encoder, (*SECONDS, 0.48, 0.49, 0.77, 1.0))
    assert [len(s) for s in states] == [15, 1, 8, 2, 15, 24, 24, 38, 50]


def test_whisper_with_silent_clips(whisper):
    encoder = open_encoder(get_backbone(whisper), context="clip")
    waves = [np.zeros(3_000, np.float32), noise(0.4, 1), np.zeros(1, np.float32)]
    for wave, states in zip(waves, encoder.encode(waves), strict=True):
        torch.testing.assert_close(states, encoder.encode([wave])[0], **CLOSE)


@pytest.fixture(scope="module")
def mert(tmp_path_factory) -> Path:
    """A MERT checkpoint as published: old names of weights, and code that must not be run."""
    folder = tmp_path_factory.mktemp("mert") / "mert"
    config = transformers.HubertConfig(**SMALL)
    model = randomised(transformers.HubertModel(config))
    weights = {
        k.replace("parametrizations.weight.original0", "weight_g").replace(
            "parametrizations.weight.original1", "weight_v"
        ): v
        for k, v in model.state_dict().items()
    }
    model.save_pretrained(folder.with_name("hubert"))
    folder.mkdir()
    facts = config.to_diff_dict() | {
        "model_type": "mert_model",
        "architectures": ["MERTModel"],
        "auto_map": {
            "AutoConfig": "configuration_MERT.MERTConfig",
            "AutoModel": "modeling_MERT.MERTModel",
        },
        "deepnorm": False,
        "attention_relax": -1.0,
        "feature_extractor_cqt": False,
        "sample_rate": 24_000,
    }
    write(folder, facts)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def write(folder: Path, facts: dict) -> None:
    (folder / "config.json").write_text(json.dumps(facts))


def test_mert_is_hubert_at_24_kilohertz(mert):
    encoder = open_encoder(get_backbone(mert))
    assert (encoder.sampling_rate, encoder.rate, encoder.layers) == (24_000, 600.0, 3)
    hubert = open_encoder(get_backbone(mert.with_name("hubert")))
    assert hubert.sampling_rate == 16_000
    wave = noise(0.2, 3)
    assert torch.equal(encoder.encode([wave])[0], hubert.encode([wave])[0])
    assert_alone_as_together(encoder)


def test_audio_is_resampled_for_mert(mert):
    encoder = open_encoder(get_backbone(mert))
    time = np.arange(16_000) / 16_000
    tone = row((0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32))
    wave = decode(tone, encoder)
    assert len(wave) == 24_000
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000)
    np.testing.assert_allclose(wave[500:-500], expected[500:-500], atol=2e-3)


@pytest.mark.parametrize("extra", ["deepnorm", "feature_extractor_cqt"])
def test_mert_that_is_more_than_hubert(extra, mert, tmp_path):
    folder = shutil.copytree(mert, tmp_path / "copy")
    write(folder, json.loads((folder / "config.json").read_text()) | {extra: True})
    with pytest.raises(SerEvalsError, match=f"MERT model with '{extra}' is more than a HuBERT"):
        open_encoder(get_backbone(folder))


def test_code_in_a_checkpoint_is_not_run(mert, tmp_path):
    folder = shutil.copytree(mert, tmp_path / "copy")
    facts = json.loads((folder / "config.json").read_text())
    write(folder, facts | {"model_type": "own_model"})
    (folder / "configuration_MERT.py").write_text("raise SystemExit('was run')")
    with pytest.raises(SerEvalsError, match="unusable config.json"):
        open_encoder(get_backbone(folder))


def conformer(folder: Path, **options) -> Path:
    config = transformers.Wav2Vec2BertConfig(**TINY, conv_depthwise_kernel_size=5, **options)
    randomised(transformers.Wav2Vec2BertModel(config)).save_pretrained(folder)
    transformers.SeamlessM4TFeatureExtractor().save_pretrained(folder)
    return folder


@pytest.mark.parametrize("positions", ["relative_key", "relative"])
def test_wav2vec2_bert(positions, tmp_path):
    folder = conformer(tmp_path, position_embeddings_type=positions)
    encoder = open_encoder(get_backbone(folder))
    assert (encoder.sampling_rate, encoder.rate, encoder.layers) == (16_000, 50.0, 3)
    states = assert_alone_as_together(encoder, (0.5, 0.051, 0.25, 0.035))
    assert [len(s) for s in states] == [24, 1, 11, 1]
    shortest = extract_one(np.ones(1, np.float32), encoder, WHOLE)
    assert len(shortest) == 1 and torch.isfinite(shortest).all()
    stock = transformers.Wav2Vec2BertModel.from_pretrained(folder).eval()
    given = transformers.SeamlessM4TFeatureExtractor()(
        noise(0.5, 0), sampling_rate=16_000, return_tensors="pt"
    )
    with torch.no_grad():
        expected = stock(**given).last_hidden_state[0, :24]
    torch.testing.assert_close(states[0][:, -1], expected, atol=1e-5, rtol=1e-4)


def test_wav2vec2_bert_with_an_adapter(tmp_path):
    after = {"add_adapter": True, "use_intermediate_ffn_before_adapter": True}
    states = [
        open_encoder(get_backbone(conformer(tmp_path / name, **options))).encode([noise(0.3, 0)])[0]
        for name, options in (("with", after), ("without", {}))
    ]
    assert states[0].shape == states[1].shape == (14, 3, 16)


def test_wav2vec2_bert_with_rotary_positions(tmp_path):
    folder = conformer(tmp_path, position_embeddings_type="rotary")
    with pytest.raises(SerEvalsError, match="rotary positions are not supported"):
        open_encoder(get_backbone(folder))


def patches(folder: Path, kind: str = "ASTModel") -> torch.nn.Module:
    config = transformers.ASTConfig(**TINY, max_length=128, num_mel_bins=32)
    model = randomised(getattr(transformers, kind)(config))
    model.save_pretrained(folder)
    return model


@pytest.mark.parametrize("classifier", [False, True])
def test_audio_spectrogram_transformer(classifier, tmp_path):
    kind = "ASTForAudioClassification" if classifier else "ASTModel"
    model = patches(tmp_path, kind)
    encoder = open_encoder(get_backbone(tmp_path))
    assert (encoder.rate, encoder.window, encoder.layers, encoder.dim) == (10.0, 1.28, 3, 16)
    states = assert_alone_as_together(encoder, (1.28, 0.025, 0.55, 0.2))
    assert [len(s) for s in states] == [12, 1, 5, 2]
    assert len(extract_one(noise(2.0, 0), encoder, WHOLE)) == 12 + 7
    base = model.audio_spectrogram_transformer if classifier else model
    stock = transformers.ASTFeatureExtractor(max_length=128, num_mel_bins=32)
    mel = stock(noise(1.28, 0), sampling_rate=16_000, return_tensors="pt").input_values
    with torch.no_grad():
        tokens = base(mel).last_hidden_state[0, 2:].view(2, 12, 16)
    torch.testing.assert_close(states[0][:, -1], tokens.mean(0), **CLOSE)


def merged(folder: Path, *, fusion: bool) -> torch.nn.Module:
    audio = dict(
        spec_size=64,
        num_mel_bins=16,
        depths=[1, 1],
        num_attention_heads=[2, 2],
        patch_embeds_hidden_size=8,
        hidden_size=16,
        enable_fusion=fusion,
        aff_block_r=2,
    )
    text = dict(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    config = transformers.ClapConfig(text_config=text, audio_config=audio)
    model = randomised(transformers.ClapModel(config))
    model.save_pretrained(folder)
    transformers.ClapFeatureExtractor(
        feature_size=16, max_length_s=2, truncation="fusion" if fusion else "rand_trunc"
    ).save_pretrained(folder)
    return model


@pytest.mark.parametrize("fusion", [False, True], ids=["unfused", "fused"])
def test_clap(fusion, tmp_path):
    model = merged(tmp_path, fusion=fusion)
    extractor = transformers.ClapFeatureExtractor.from_pretrained(tmp_path)
    encoder = open_encoder(get_backbone(tmp_path))
    assert (encoder.sampling_rate, encoder.window, encoder.rate) == (48_000, 2.0, 16.0)
    assert (encoder.layers, encoder.dim) == (1, 16)
    states = assert_alone_as_together(encoder, (2.0, 0.3, 0.01, 1.1))
    assert [len(s) for s in states] == [32, 5, 1, 18]
    wave = decode(row(noise(0.5, 0)), encoder)
    assert len(wave) == 24_000
    mel = extractor(wave, sampling_rate=48_000, return_tensors="pt").input_features.float()
    with torch.no_grad():
        stock = model.audio_model(mel, is_longer=torch.zeros(1, 1, dtype=torch.bool))
    expected = stock.last_hidden_state[0].mean(1).T[:8]
    torch.testing.assert_close(encoder.encode([wave])[0][:, 0], expected, **CLOSE)


def alike(own: torch.Tensor, stock: torch.Tensor) -> None:
    assert own.shape == stock.shape
    torch.testing.assert_close(own.float(), stock.float(), atol=1e-4, rtol=0)


SPOKEN = (1.1, 0.3, 0.035, 0.71)
"""Seconds of clips that are padded to one batch."""


def batch_of(rate: int) -> tuple[list[np.ndarray], torch.Tensor, torch.Tensor]:
    """Return clips, loud and hardly to be heard, and the batch that they make."""
    waves = [noise(s * rate / 16_000, i) * 10.0**-i for i, s in enumerate(SPOKEN)]
    padded = [torch.from_numpy(wave) for wave in waves]
    batch = torch.nn.utils.rnn.pad_sequence(padded, batch_first=True)
    return waves, batch, torch.tensor([len(wave) for wave in waves])


@pytest.mark.parametrize("normalise", [True, False])
def test_input_of_ast_is_that_of_transformers(normalise, tmp_path):
    patches(tmp_path)
    stock = transformers.ASTFeatureExtractor(
        max_length=128, num_mel_bins=32, do_normalize=normalise, mean=-5.0, std=3.0
    )
    stock.save_pretrained(tmp_path)
    waves, batch, lengths = batch_of(16_000)
    own = open_encoder(get_backbone(tmp_path)).frames.filter_bank(batch, lengths)
    given = stock(waves, sampling_rate=16_000, return_tensors="pt").input_values
    alike(own, given)


@pytest.mark.parametrize("padding", ["repeatpad", "repeat", "pad"])
@pytest.mark.parametrize("fusion", [False, True], ids=["unfused", "fused"])
def test_input_of_clap_is_that_of_transformers(fusion, padding, tmp_path):
    merged(tmp_path, fusion=fusion)
    stock = transformers.ClapFeatureExtractor.from_pretrained(tmp_path, padding=padding)
    stock.save_pretrained(tmp_path)
    waves, batch, lengths = batch_of(48_000)
    own = open_encoder(get_backbone(tmp_path)).frames.log_mel(batch, lengths)
    given = stock(waves, sampling_rate=48_000, return_tensors="pt").input_features
    assert given.shape[1] == (4 if fusion else 1)
    alike(own, given[:, 0])


def test_input_of_wav2vec2_bert_is_that_of_transformers(tmp_path):
    stock = transformers.SeamlessM4TFeatureExtractor.from_pretrained(conformer(tmp_path))
    waves, batch, lengths = batch_of(16_000)
    own = open_encoder(get_backbone(tmp_path)).frames.filter_bank(batch, lengths)
    for wave, bands in zip(waves, own, strict=True):
        given = stock(wave, sampling_rate=16_000, return_tensors="pt").input_features[0]
        pairs = (1 + (len(wave) - 400) // 160) // 2
        alike(bands[: 2 * pairs].reshape(pairs, 160), given[:pairs])


def test_preprocessors_that_do_not_fit(tmp_path):
    patches(tmp_path / "ast")
    transformers.ASTFeatureExtractor(max_length=128).save_pretrained(tmp_path / "ast")
    with pytest.raises(SerEvalsError, match="its preprocessor makes .*128}, not .*32}"):
        open_encoder(get_backbone(tmp_path / "ast"))
    merged(tmp_path / "clap", fusion=True)
    other = transformers.ClapFeatureExtractor(feature_size=16, truncation="rand_trunc")
    other.save_pretrained(tmp_path / "clap")
    with pytest.raises(SerEvalsError, match="makes 16 bands without fusion, not 16 with it"):
        open_encoder(get_backbone(tmp_path / "clap"))


@pytest.mark.parametrize("kind", ["wav2vec2 group", "wav2vec2 layer", "wavlm", "data2vec-audio"])
def test_bfloat16(kind, raw):
    full, half = (
        open_encoder(get_backbone(raw(kind)), precision=p) for p in ("float32", "bfloat16")
    )
    waves = [noise(s, i) for i, s in enumerate(SECONDS)]
    for wave, coarse in zip(waves, half.encode(waves), strict=True):
        exact = full.encode([wave])[0]
        assert coarse.shape == exact.shape and coarse.dtype == torch.float32
        assert not torch.equal(coarse, exact)
        pairs = zip(
            coarse.transpose(0, 1).flatten(1), exact.transpose(0, 1).flatten(1), strict=True
        )
        assert min(torch.cosine_similarity(a, b, dim=0) for a, b in pairs) > 0.999


def test_precisions_do_not_share_a_cache(raw, tmp_path):
    options = [WHOLE, replace(WHOLE, precision="float32"), replace(WHOLE, precision="bfloat16")]
    folders = [FrameCache(tmp_path, "x", "r", o).folder for o in options]
    assert folders[0] == folders[1] != folders[2]
    with pytest.raises(SerEvalsError, match="bfloat16"):
        open_encoder(get_backbone(raw("wavlm")), precision="bfloat61")


@pytest.mark.parametrize("kind", ["ast", "clap", "wav2vec2-bert"])
def test_bfloat16_on_spectrograms(kind, tmp_path):
    makers = {"ast": patches, "clap": partial(merged, fusion=True), "wav2vec2-bert": conformer}
    makers[kind](tmp_path)
    full, half = (
        open_encoder(get_backbone(tmp_path), precision=p) for p in ("float32", "bfloat16")
    )
    waves = [noise(s, i) for i, s in enumerate((0.5, 0.9))]
    for wave, coarse in zip(waves, half.encode(waves), strict=True):
        exact = full.encode([wave])[0]
        assert coarse.dtype == torch.float32 and not torch.equal(coarse, exact)
        assert torch.cosine_similarity(coarse.flatten(), exact.flatten(), dim=0) > 0.999
