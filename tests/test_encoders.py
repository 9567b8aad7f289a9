"""Encoders on tiny models with random weights, saved as real checkpoints are."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file, save_file
from test_features import WHOLE, noise, row
from transformers.models.whisper.modeling_whisper import WhisperEncoder

from ser_evals.backbones import get_backbone
from ser_evals.errors import SerEvalsError
from ser_evals.features import FrameCache, extract, extract_one
from ser_evals.modeling.encoders import open_encoder

SMALL = dict(
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=32,
    conv_dim=(8, 8, 8),
    conv_stride=(5, 4, 2),
    conv_kernel=(10, 8, 4),
    num_conv_pos_embeddings=4,
    num_conv_pos_embedding_groups=2,
    num_feat_extract_layers=3,
)
STABLE = dict(feat_extract_norm="layer", do_stable_layer_norm=True, conv_bias=True)
RAW = {
    "wav2vec2 group": ("Wav2Vec2", {}),
    "wav2vec2 layer": ("Wav2Vec2", STABLE),
    "hubert group": ("Hubert", {}),
    "hubert layer": ("Hubert", STABLE),
    "wavlm": ("WavLM", {}),
    "wavlm layer": ("WavLM", STABLE),
    "unispeech": ("UniSpeech", {}),
    "unispeech-sat": ("UniSpeechSat", {}),
    "adapter": ("Wav2Vec2", STABLE | {"add_adapter": True, "output_hidden_size": 8}),
    "data2vec-audio": ("Data2VecAudio", {"conv_pos_kernel_size": 4}),
}


def randomised(model: torch.nn.Module) -> torch.nn.Module:
    """Weights large enough that every part of the network matters."""
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return model.eval()


@pytest.fixture(scope="session")
def raw(tmp_path_factory):
    """Folders of tiny encoders on raw audio, made when asked for."""
    made: dict[str, Path] = {}

    def folder(kind: str) -> Path:
        if kind not in made:
            name, options = RAW[kind]
            config = getattr(transformers, f"{name}Config")(**SMALL, **options)
            made[kind] = tmp_path_factory.mktemp("raw") / kind.replace(" ", "-")
            randomised(getattr(transformers, f"{name}Model")(config)).save_pretrained(made[kind])
        return made[kind]

    return folder


@pytest.fixture(scope="session")
def whisper(tmp_path_factory) -> Path:
    """A folder with a tiny Whisper of both halves, one second long."""
    config = transformers.WhisperConfig(
        d_model=16,
        encoder_layers=2,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        vocab_size=64,
        max_source_positions=50,
        max_target_positions=8,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=1,
    )
    path = tmp_path_factory.mktemp("whisper") / "tiny"
    model = randomised(transformers.WhisperForConditionalGeneration(config))
    model.save_pretrained(path)
    model.model.encoder.save_pretrained(path.with_name("half"))
    return path


@pytest.fixture
def copy(whisper, tmp_path) -> Path:
    """A checkpoint to be spoilt."""
    return shutil.copytree(whisper, tmp_path / "copy")


def stock_states(folder: Path, waves: list[np.ndarray]) -> torch.Tensor:
    """What transformers itself computes: (clips, frames, layers, dim)."""
    model = transformers.WhisperModel.from_pretrained(folder).eval().encoder
    extractor = transformers.WhisperFeatureExtractor(chunk_length=1)
    mel = extractor(waves, sampling_rate=16_000, return_tensors="pt").input_features
    with torch.no_grad():
        return torch.stack(model(mel, output_hidden_states=True).hidden_states, 2)


def by_hand(model: torch.nn.Module, wave: torch.Tensor) -> torch.Tensor:
    """Run a raw-audio model layer by layer: input of the first, outputs, the last normalised."""
    seen = []
    hooks = [
        layer.register_forward_hook(lambda _, given, out: seen.append((given[0], out)))
        for layer in model.encoder.layers
    ]
    with torch.no_grad():
        front = model.feature_projection(model.feature_extractor(wave).transpose(1, 2))
        last = model.encoder(front[0] if isinstance(front, tuple) else front).last_hidden_state
    for hook in hooks:
        hook.remove()
    inputs = [given for given, _ in seen]
    return torch.stack([*inputs, last], 2)[0]


def assert_frozen(encoder) -> None:
    model = encoder.network
    assert not model.training
    assert not any(p.requires_grad for p in model.parameters())
    assert all(p.dtype == torch.float32 for p in model.parameters())


@pytest.mark.parametrize("kind", RAW)
def test_encoders_on_raw_audio(kind, raw):
    encoder = open_encoder(get_backbone(raw(kind)))
    assert_frozen(encoder)
    assert (encoder.layers, encoder.dim, encoder.rate) == (3, 16, 400.0)
    assert encoder.shortest == 105  # 10 + 5 * (8 - 1) + 5 * 4 * (4 - 1)
    assert encoder.mixes_lengths
    waves = [noise(0.1, seed) for seed in range(3)]
    together = encoder.encode(waves)
    assert [s.shape for s in together] == [(38, 3, 16)] * 3
    assert len({s.sum().item() for s in together}) == 3
    for wave, states in zip(waves, together, strict=True):
        (alone,) = encoder.encode([wave])
        assert alone.dtype == torch.float32 and torch.isfinite(alone).all()
        torch.testing.assert_close(alone, states, atol=1e-5, rtol=1e-5)
        scaled = (wave - wave.mean()) / np.sqrt(wave.var() + 1e-7)
        expected = by_hand(encoder.network, torch.from_numpy(scaled)[None])
        torch.testing.assert_close(alone, expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("kind", RAW)
@pytest.mark.parametrize("wave", [np.ones(1), np.zeros(100), np.zeros(4000)], ids=len)
def test_short_and_silent_clips_on_raw_audio(kind, wave, raw):
    states = extract_one(wave.astype(np.float32), open_encoder(get_backbone(raw(kind))), WHOLE)
    assert states.shape[0] == (1 if len(wave) < 105 else 98)
    assert torch.isfinite(states).all()


def test_a_preprocessor_is_obeyed(raw, tmp_path):
    folder = shutil.copytree(raw("wav2vec2 layer"), tmp_path / "copy")
    plain = transformers.Wav2Vec2FeatureExtractor(do_normalize=False, sampling_rate=8_000)
    plain.save_pretrained(folder)
    encoder, wave = open_encoder(get_backbone(folder)), noise(0.1, 0)
    assert (encoder.sampling_rate, encoder.rate) == (8_000, 200.0)
    expected = by_hand(encoder.network, torch.from_numpy(wave)[None])
    torch.testing.assert_close(encoder.encode([wave])[0], expected, atol=1e-5, rtol=1e-5)


def test_a_checkpoint_with_a_task_on_top(raw, tmp_path):
    config = transformers.AutoConfig.from_pretrained(raw("wavlm"), vocab_size=9)
    model = randomised(transformers.WavLMForCTC(config))
    model.save_pretrained(tmp_path / "ctc")
    model.wavlm.save_pretrained(tmp_path / "base")
    states = [
        open_encoder(get_backbone(tmp_path / name)).encode([noise(0.1, 0)])[0]
        for name in ("ctc", "base")
    ]
    assert torch.equal(*states)


@pytest.mark.parametrize("half", [False, True], ids=["whole", "encoder only"])
@pytest.mark.parametrize("context", ["full", "clip"])
def test_whisper(half, context, whisper):
    folder = whisper.with_name("half") if half else whisper
    encoder = open_encoder(get_backbone(folder), context=context)
    assert_frozen(encoder)
    assert isinstance(encoder.network, WhisperEncoder)
    assert (encoder.layers, encoder.dim, encoder.rate, encoder.window) == (3, 16, 50.0, 1.0)
    assert encoder.mixes_lengths
    for samples in (1, 400, 4_900, 16_000):
        (states,) = encoder.encode([noise(samples / 16_000, samples)])
        assert states.shape == (max(1, samples // 320), 3, 16)
        assert states.dtype == torch.float32 and torch.isfinite(states).all()


def test_whisper_with_full_context_is_the_stock_encoder(whisper):
    encoder = open_encoder(get_backbone(whisper))
    waves = [noise(seconds, 1) for seconds in (0.05, 0.3, 0.77, 1.0)]
    together, stock = encoder.encode(waves), stock_states(whisper, waves)
    for wave, states, expected in zip(waves, together, stock, strict=True):
        torch.testing.assert_close(states, expected[: len(wave) // 320], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(encoder.encode([wave])[0], states, atol=1e-5, rtol=1e-5)


def test_whisper_with_clip_context(whisper):
    encoder = open_encoder(get_backbone(whisper), context="clip")
    waves = [noise(1.0, seed) for seed in range(3)]
    together = encoder.encode(waves)
    torch.testing.assert_close(
        torch.stack(together), stock_states(whisper, waves), atol=1e-5, rtol=1e-5
    )
    short = [noise(0.2, seed) for seed in range(3)]
    for wave, states in zip(short, encoder.encode(short), strict=True):
        torch.testing.assert_close(encoder.encode([wave])[0], states, atol=1e-5, rtol=1e-5)
        assert not torch.allclose(stock_states(whisper, [wave])[0, :10], states, atol=1e-3)


@pytest.mark.parametrize("context", ["full", "clip"])
def test_whisper_in_batches_equals_clip_by_clip(context, whisper, tmp_path):
    options = replace(WHOLE, context=context)
    encoder = open_encoder(get_backbone(whisper), context=context)
    waves = [noise(s, i) for i, s in enumerate((0.2, 0.2, 0.5, 0.01, 0.2, 1.7))]
    rows, frames = [row(wave) for wave in waves], []
    for size in (1, 4):
        cache = FrameCache(tmp_path, "whisper", str(size), options)
        extract(rows, encoder, cache, options, batch_size=size)
        frames.append(cache.frames([r["digest"] for r in rows]))
    assert frames[0].lengths.tolist() == [10, 10, 25, 1, 10, 85]
    for alone, together in zip(frames[0].clips, frames[1].clips, strict=True):
        torch.testing.assert_close(alone, together, atol=2e-3, rtol=2e-3)  # float16


def spoil_weights(folder: Path, how: str) -> None:
    path = folder / "model.safetensors"
    weights, key = load_file(path), "model.encoder.layers.1.fc1.weight"
    if how == "missing":
        del weights[key]
    elif how == "shape":
        weights[key] = weights[key][:5].clone()
    else:
        weights = {"x": torch.zeros(1)}
    save_file(weights, path, metadata={"format": "pt"})


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("missing", r"does not fit WhisperEncoder: 1 weights are missing, .* layers.1.fc1.weight"),
        ("shape", r"does not fit .*: 1 weights are of another shape, .* layers.1.fc1.weight"),
        ("alien", r"does not fit .*: \d+ weights are missing, such as conv1.bias, conv1.weight"),
    ],
)
def test_weights_that_do_not_fit(how, message, copy):
    spoil_weights(copy, how)
    with pytest.raises(SerEvalsError, match=message) as error:
        open_encoder(get_backbone(copy))
    assert "\n" not in str(error.value)


def spoilt(folder: Path, name: str, content: bytes | None) -> Path:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("config.json", None, r"no backbone in .*config.json and model.safetensors"),
        ("config.json", b"{", r"unusable config.json \(.*not a valid JSON"),
        ("config.json", b"{}", r"unusable config.json \(Unrecognized model"),
        ("config.json", b'{"model_type": "nope"}', r"unusable config.json \(.*`nope`"),
        ("config.json", b'{"model_type": "bert"}', r"is a 'bert' model; supported are .*whisper"),
        (
            "config.json",
            b'{"model_type": "whisper", "d_model": "x"}',
            r"unusable config.json \(.*d_model.*expected int",
        ),
        ("preprocessor_config.json", b"{", r"unusable preprocessor_config.json"),
        ("model.safetensors", None, r"cannot be loaded \(.*model.safetensors"),
        ("model.safetensors", b"", r"cannot be loaded \(.*header too small"),
        ("model.safetensors", b"\x10" + bytes(50), r"cannot be loaded \(.*header"),
    ],
)
def test_spoilt_checkpoints(name, content, message, copy):
    with pytest.raises(SerEvalsError, match=message) as error:
        open_encoder(get_backbone(spoilt(copy, name, content)))
    assert "\n" not in str(error.value)
