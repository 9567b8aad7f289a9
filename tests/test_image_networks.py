"""Log-mel spectrograms, and the networks for images that read them."""

import librosa
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode
from transformers import AutoConfig, AutoModelForImageClassification

from ser_evals.modeling.remote.image_nets_ser import LEAST, PlainNet
from ser_evals.modeling.remote.images_ser import MODELS, ImageEncoder, build
from ser_evals.modeling.remote.mel_ser import log_mel, mel_filters

RATE = 16_000
CLOSE = {"atol": 1e-5, "rtol": 0}
# torchvision's documentation: weights, billions of multiply-adds at 224 x 224; size of the vector.
PUBLISHED = {
    "alexnet": (61_100_840, 0.714, 4096),
    "vgg11": (132_863_336, 7.609, 4096),
    "vgg13": (133_047_848, 11.308, 4096),
    "vgg16": (138_357_544, 15.470, 4096),
    "vgg19": (143_667_240, 19.632, 4096),
    "resnet50": (25_557_032, 4.089, 2048),
    "efficientnet_b0": (5_288_548, 0.386, 1280),
    "convnext_t": (28_589_128, 4.456, 768),
    "convnext_s": (50_223_688, 8.684, 768),
    "convnext_b": (88_591_464, 15.355, 1024),
    "convnext_l": (197_767_336, 34.361, 1536),
    "swin_t": (28_288_354, 4.491, 768),
    "swin_s": (49_606_258, 8.741, 768),
    "swin_b": (87_768_224, 15.431, 1024),
}
PLACES = {
    "alexnet": ([0, 3, 6, 8, 10], [1, 4, 6]),
    "vgg11": ([0, 3, 6, 8, 11, 13, 16, 18], [0, 3, 6]),
    "vgg13": ([0, 2, 5, 7, 10, 12, 15, 17, 20, 22], [0, 3, 6]),
    "vgg16": ([0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28], [0, 3, 6]),
    "vgg19": ([0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34], [0, 3, 6]),
}
"""Where torchvision's networks have their convolutions and linear layers."""
TINY = {
    **{kind: {"model_type": kind, "width": 4, "hidden": 16} for kind in LEAST},
    "resnet": {
        "model_type": "resnet",
        "embedding_size": 8,
        "hidden_sizes": [16, 16, 24, 32],
        "depths": [1, 2, 1, 1],
    },
    "efficientnet": {
        "model_type": "efficientnet",
        "width_coefficient": 0.25,
        "depth_coefficient": 0.5,
        "hidden_dim": 320,
    },
    "convnext": {"model_type": "convnext", "hidden_sizes": [8, 8, 16, 24], "depths": [1, 1, 2, 1]},
    "swin": {
        "model_type": "swin",
        "embed_dim": 8,
        "num_heads": [1, 2, 2, 4],
        "depths": [2, 2, 2, 2],
    },
    "swin resized": {
        "model_type": "swin",
        "embed_dim": 8,
        "num_heads": [1, 2, 2, 4],
        "depths": [2, 2, 2, 2],
        "input": {"size": [224, 224]},
    },
}


def voice(samples: int, seed: int = 0) -> torch.Tensor:
    """A buzz of 120 Hz that swells three times a second, in noise."""
    t = np.arange(samples) / RATE
    buzz = np.tanh(9 * np.sin(2 * np.pi * 120 * t)) * (1 + 0.5 * np.sin(2 * np.pi * 3 * t))
    noise = np.random.default_rng(seed).standard_normal(samples)
    return torch.from_numpy((0.1 * buzz + 0.01 * noise).astype(np.float32))


def batch(lengths: list[int], extra: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    waves = torch.zeros(len(lengths), max(lengths) + extra)
    for i, length in enumerate(lengths):
        waves[i, :length] = voice(length, i)
    return waves, torch.tensor(lengths)


def filled(module: nn.Module) -> nn.Module:
    """Weights that do not depend on torch's generator, and let a signal through."""
    random = np.random.default_rng(7)
    for name, value in module.state_dict().items():
        if value.is_floating_point():
            drawn = random.uniform(-1, 1, tuple(value.shape))
            if value.ndim > 1:
                drawn *= (6 / value[0].numel()) ** 0.5
            elif "layer_scale" in name or name.endswith(("weight", "var")):
                drawn = 1 + drawn / 2
            else:
                drawn /= 10
            value.copy_(torch.from_numpy(drawn))
    return module.eval()


def parameters(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def published(kind: str) -> list[tuple[str, tuple[int, ...]]]:
    """Name and shape of each of torchvision's weights, written down from its documentation."""
    if kind == "alexnet":
        sizes, kernels, flat = [3, 64, 192, 384, 256, 256], [11, 5, 3, 3, 3], 256 * 6 * 6
    else:
        per_stage = {"vgg11": "11222", "vgg13": "22222", "vgg16": "22333", "vgg19": "22444"}[kind]
        channels = zip((64, 128, 256, 512, 512), map(int, per_stage), strict=True)
        sizes = [3, *(c for c, times in channels for _ in range(times))]
        kernels, flat = [3] * (len(sizes) - 1), 512 * 7 * 7
    shapes = [(*pair[::-1], k, k) for *pair, k in zip(sizes, sizes[1:], kernels, strict=False)]
    names = [f"features.{place}" for place in PLACES[kind][0]]
    shapes += [(4096, flat), (4096, 4096), (1000, 4096)]
    names += [f"classifier.{place}" for place in PLACES[kind][1]]
    return [
        item
        for name, shape in zip(names, shapes, strict=True)
        for item in ((f"{name}.weight", shape), (f"{name}.bias", shape[:1]))
    ]


def test_mel_filters_are_librosas():
    expected = librosa.filters.mel(sr=RATE, n_fft=512, n_mels=64, fmin=50, fmax=8000).T
    assert mel_filters().dtype == torch.float32
    np.testing.assert_allclose(mel_filters().numpy(), expected, atol=1e-8, rtol=1e-5)


@pytest.mark.filterwarnings("ignore:n_fft=512 is too large")
@pytest.mark.parametrize("samples", [257, 6_400, 16_123])
def test_log_mel_is_librosas(samples):
    waves = torch.stack([voice(samples, seed) for seed in range(2)])
    found = log_mel(waves)
    assert found.shape == (2, 1 + samples // 160, 64)
    for wave, mel in zip(waves, found, strict=True):
        power = librosa.feature.melspectrogram(
            y=wave.double().numpy(),
            **{"sr": RATE, "n_fft": 512, "hop_length": 160, "window": "hann", "power": 2.0},
            **{"n_mels": 64, "fmin": 50, "fmax": 8000, "center": True, "pad_mode": "reflect"},
        )
        np.testing.assert_allclose(10 ** (mel.double().numpy().T / 10), power, rtol=2e-5)
        np.testing.assert_allclose(10 ** (mel.double().numpy().T / 10), power, atol=1e-5, rtol=0)
        decibels = librosa.power_to_db(power, ref=1.0, amin=1e-10, top_db=None)
        np.testing.assert_allclose(mel.numpy().T, decibels, atol=1e-4, rtol=0)


def test_log_mel_at_its_limits():
    assert (log_mel(torch.zeros(1, 400)) == -100).all()
    with pytest.raises(ValueError, match="needs 257 samples, not 256"):
        log_mel(torch.zeros(1, 256))
    wave = voice(1_600)[None]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        torch.testing.assert_close(log_mel(wave), log_mel(wave.double()), **CLOSE)


def test_what_is_built_on_the_meta_device_leaves_the_filters_real():
    mel_filters.cache_clear()
    with torch.device("meta"):
        build("alexnet")
        assert mel_filters().device.type == "cpu"


@pytest.mark.parametrize("name", MODELS)
def test_published_sizes(name):
    weights, operations, dim = PUBLISHED[name]
    with torch.device("meta"):
        encoder = build(name).eval()
        with FlopCounterMode(display=False) as counter:
            assert encoder.embed(torch.empty(1, 3, 224, 224)).shape == (1, dim)
        top = nn.Linear(dim, 1000)
        # A clip of three seconds, as the networks see it.
        height = 301 if name.startswith("swin") else encoder.least + 60
        assert encoder.embed(torch.empty(2, 3, height, max(64, encoder.least))).shape == (2, dim)
    assert (encoder.dim, encoder.layers, encoder.rate) == (dim, 1, 0.0)
    assert parameters(encoder) + parameters(top) == weights
    # A linear layer of 1,000 classes belongs to the published count.
    assert round(counter.get_total_flops() / 2e9 + dim / 1e6, 3) == operations


@pytest.mark.parametrize("kind", PLACES)
def test_names_and_shapes_are_torchvisions(kind):
    with torch.device("meta"):
        net, headless = PlainNet(kind), PlainNet(kind, classes=0)
    found = [(name, tuple(value.shape)) for name, value in net.state_dict().items()]
    assert found == published(kind)
    assert list(headless.state_dict()) == [name for name, _ in found[:-2]]
    assert parameters(net) == PUBLISHED[kind][0]


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("resnet50", [(64, 56), (256, 56), (512, 28), (1024, 14), (2048, 7)]),
        ("convnext_t", [(96, 56), (96, 56), (192, 28), (384, 14), (768, 7)]),
        ("convnext_l", [(192, 56), (192, 56), (384, 28), (768, 14), (1536, 7)]),
        ("swin_t", [(96, 56), (192, 28), (384, 14), (768, 7), (768, 7)]),
        ("swin_b", [(128, 56), (256, 28), (512, 14), (1024, 7), (1024, 7)]),
    ],
)
def test_stages_of_the_networks_from_transformers(name, stages):
    with torch.device("meta"):
        net = build(name).eval().net
        output = net(torch.empty(1, 3, 224, 224), output_hidden_states=True)
    maps = getattr(output, "reshaped_hidden_states", None) or output.hidden_states
    assert [(m.shape[1], m.shape[2]) for m in maps] == stages


def test_blocks_of_the_networks_from_transformers():
    with torch.device("meta"):
        shapes = {
            name: {k: tuple(v.shape) for k, v in build(name).net.state_dict().items()}
            for name in ("resnet50", "efficientnet_b0", "convnext_b", "swin_s")
        }
    resnet, efficient, convnext, swin = shapes.values()
    assert resnet["embedder.embedder.convolution.weight"] == (64, 3, 7, 7)
    depths = [
        len({k.split(".")[4] for k in resnet if k.startswith(f"encoder.stages.{i}.layers")})
        for i in range(4)
    ]
    assert depths == [3, 4, 6, 3]
    assert resnet["encoder.stages.3.layers.2.layer.2.convolution.weight"] == (2048, 512, 1, 1)
    assert efficient["embeddings.convolution.weight"] == (32, 3, 3, 3)
    assert len({k.split(".")[2] for k in efficient if k.startswith("encoder.blocks.")}) == 16
    assert efficient["encoder.top_conv.weight"] == (1280, 320, 1, 1)
    assert convnext["embeddings.patch_embeddings.weight"] == (128, 3, 4, 4)
    assert convnext["layernorm.weight"] == (1024,)
    assert len([k for k in convnext if k.endswith("dwconv.weight")]) == 36
    assert swin["embeddings.patch_embeddings.projection.weight"] == (96, 3, 4, 4)
    tables = [v for k, v in swin.items() if k.endswith("bias_table")]
    assert tables == [(169, 3)] * 2 + [(169, 6)] * 2 + [(169, 12)] * 18 + [(169, 24)] * 2


@pytest.mark.parametrize("kind", PLACES)
def test_plain_networks_follow_their_papers(kind):
    net = filled(PlainNet(kind, classes=5, width=4, hidden=8))
    weights, x = net.state_dict(), torch.randn(2, 3, 80, 64, generator=torch.manual_seed(0))
    pooled = {"alexnet": (0, 3, 10)}.get(kind) or [
        place for place in PLACES[kind][0] if f"features.{place + 2}.weight" not in weights
    ]
    images = x
    for place in PLACES[kind][0]:
        weight, bias = (weights[f"features.{place}.{part}"] for part in ("weight", "bias"))
        step = 4 if weight.shape[-1] == 11 else 1
        x = functional.conv2d(x, weight, bias, step, 2 if step == 4 else weight.shape[-1] // 2)
        x = x.clamp(min=0)
        if place in pooled:
            x = functional.max_pool2d(x, *((3, 2) if kind == "alexnet" else (2, 2)))
    x = functional.adaptive_avg_pool2d(x, 6 if kind == "alexnet" else 7).flatten(1)
    for place in PLACES[kind][1]:
        x = x @ weights[f"classifier.{place}.weight"].T + weights[f"classifier.{place}.bias"]
        x = x if place == 6 else x.clamp(min=0)
    torch.testing.assert_close(net(images), x, atol=1e-5, rtol=1e-5)
    headless = PlainNet(kind, classes=0, width=4, hidden=8).eval().load_published(weights)
    top = net.classifier[6]
    torch.testing.assert_close(top(headless(images)), x, atol=1e-5, rtol=1e-5)


GOLDEN = {
    "alexnet": [50.09696, 54.36709, 52.47008, 57.81844],
    "vgg11": [6.351336, 5.343201, 8.061716, 6.873974],
    "vgg13": [7.593731, 5.835552, 6.84655, 5.569924],
    "vgg16": [4.193849, 4.108344, 5.504915, 5.11437],
    "vgg19": [4.008487, 4.084301, 6.00093, 5.911154],
    "resnet": [63.52112, 58.58455, 100.8706, 88.56901],
    "efficientnet": [3.578815, 3.393155, 4.097065, 3.610249],
    "convnext": [-0.1338945, -0.1249973, 1.113138, 1.12796],
    "swin": [-0.01688925, -0.01689512, 1.140215, 1.139944],
    "swin resized": [-0.02297745, -0.02292222, 1.135516, 1.135055],
}
"""Mean and deviation over the vectors of two clips, with the weights of `filled`."""


@pytest.mark.parametrize("name", TINY)
def test_golden_outputs(name):
    encoder = filled(ImageEncoder(TINY[name]))
    with torch.inference_mode():
        states, frames = encoder(*batch([RATE // 2 * 3, RATE]))
    assert states.shape == (2, 1, 1, encoder.dim) and frames.tolist() == [1, 1]
    found = states[:, 0, 0].double()
    assert found.std(0).max() > 0
    found = [*found.mean(1).tolist(), *found.std(1).tolist()]
    np.testing.assert_allclose(found, GOLDEN[name], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", TINY)
def test_clips_alone_and_in_a_batch(name):
    encoder = filled(ImageEncoder(TINY[name]))
    lengths = [48_000, 6_400, 19_999, 48_000, 300]
    waves, counts = batch(lengths, extra=777)
    with torch.inference_mode():
        together = encoder(waves, counts)[0]
        for i, length in enumerate(lengths):
            alone = encoder(waves[i : i + 1, :length], counts[i : i + 1])[0][0]
            scale = max(1.0, alone.abs().max().item())
            torch.testing.assert_close(together[i] / scale, alone / scale, **CLOSE)
            padded = functional.pad(
                waves[i : i + 1, :length], (0, max(0, encoder.shortest - length))
            )
            torch.testing.assert_close(
                encoder(padded, torch.tensor([padded.shape[1]]))[0][0], alone
            )


@pytest.mark.parametrize("seconds", [0.4, 3.0])
@pytest.mark.parametrize("name", TINY)
def test_training_reaches_every_weight(name, seconds):
    torch.manual_seed(0)
    encoder = filled(ImageEncoder(TINY[name])).train()
    states, _ = encoder(*batch([round(seconds * RATE)] * 3))
    torch.manual_seed(0)
    (states * torch.randn_like(states)).sum().backward()
    for key, parameter in encoder.named_parameters():
        assert parameter.grad is not None and torch.isfinite(parameter.grad).all(), key
        assert parameter.grad.any(), key


@pytest.mark.parametrize("name", [name for name in TINY if name != "swin resized"])
def test_shortest_is_the_shortest(name):
    encoder = filled(ImageEncoder(TINY[name]))
    least = encoder.least
    frames = 1 + encoder.shortest // 160
    assert frames >= least and (frames == least or encoder.shortest == 257)
    with torch.inference_mode():
        assert encoder.embed(torch.zeros(1, 3, least, max(64, least))).isfinite().all()
        if least > 1:
            with pytest.raises(RuntimeError):
                # Swin pads each stage to whole cells: 193 is where its last stage has seven.
                short = least - (32 if name == "swin" else 1)
                encoder.embed(torch.zeros(1, 3, short, max(64, least)))


def test_images_stand_on_end():
    encoder = ImageEncoder(TINY["convnext"])
    wave = torch.zeros(1, RATE)
    wave[0, 8_000] = 1.0
    image = encoder.images(wave)[0]
    assert image.shape == (3, 101, 64)
    assert torch.equal(image[0], image[1]) and torch.equal(image[0], image[2])
    assert set(torch.where(image[0] > -100)[0].tolist()) == {49, 50, 51}
    tone = torch.sin(torch.arange(RATE) * 2 * torch.pi * 7_500 / RATE)[None]
    assert encoder.images(tone)[0, 0].mean(0).argmax() >= 61


def test_swin_sees_bands_of_silence_behind_the_64():
    encoder = ImageEncoder(TINY["swin"])
    image = encoder.images(voice(48_000)[None])
    assert image.shape == (1, 3, 301, 224) and encoder.shortest == 223 * 160
    assert (image[..., 64:] == -100).all() and (image[..., :64] > -100).all()
    assert encoder.images(voice(6_400)[None]).shape == (1, 3, 224, 224)


@pytest.mark.parametrize("name", ["swin", "swin resized"])
def test_swin_forgets_the_clips_that_it_saw(name):
    encoder = filled(ImageEncoder(TINY[name]))
    with torch.inference_mode():
        before = encoder(*batch([80_000]))[0]
        encoder(*batch([6_400]))
        torch.testing.assert_close(encoder(*batch([80_000]))[0], before, rtol=0, atol=0)


def test_resizing_is_that_of_pillow():
    encoder = ImageEncoder(TINY["swin resized"])
    wave = voice(48_000)[None]
    mel = Image.fromarray(log_mel(wave)[0].numpy())
    expected = np.asarray(mel.resize((224, 224), Image.Resampling.BILINEAR))
    np.testing.assert_allclose(encoder.images(wave)[0, 2].numpy(), expected, atol=1e-3)


def test_published_weights_of_plain_networks(tmp_path):
    net = filled(PlainNet("vgg11", classes=7, width=2, hidden=8))
    torch.save(net.state_dict(), tmp_path / "vgg11.pth")
    config = {"model_type": "vgg11", "width": 2, "hidden": 8}
    encoder = build(config).eval().load_published(tmp_path / "vgg11.pth")
    images = torch.randn(1, 3, 64, 64)
    torch.testing.assert_close(net.classifier[6](encoder.embed(images)), net(images))
    weights = dict(net.state_dict())
    bias = weights.pop("features.0.bias")
    with pytest.raises(
        ValueError, match="not the weights of this vgg11: 1 names or .*features.0.b"
    ):
        encoder.load_published(weights)
    with pytest.raises(ValueError, match="1 names or shapes differ"):
        encoder.load_published({**weights, "features.0.bias": bias[:-1]})
    with pytest.raises(ValueError, match="1 names or shapes differ, such as classifier.7.bias"):
        encoder.load_published({**weights, "features.0.bias": bias, "classifier.7.bias": bias})


@pytest.mark.parametrize("name", ["resnet", "efficientnet", "convnext", "swin"])
def test_published_weights_of_transformers(name, tmp_path):
    settings = AutoConfig.for_model(**TINY[name], num_labels=3)
    net = filled(AutoModelForImageClassification.from_config(settings))
    net.save_pretrained(tmp_path)
    encoder = build(TINY[name]).eval().load_published(tmp_path)
    images = encoder.images(voice(48_000)[None])
    with torch.inference_mode():
        expected = net(pixel_values=images).logits
        torch.testing.assert_close(net.classifier(encoder.embed(images)), expected)
    other = build({**TINY[name], **({"embed_dim": 16} if name == "swin" else {"num_channels": 1})})
    with pytest.raises(ValueError, match=f"not the weights of this {name}"):
        other.load_published(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    lost = next(key for key in weights if key.endswith("weight") and "classifier" not in key)
    del weights[lost]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ValueError, match=f"1 weights are missing, such as .*{lost[-12:]}"):
        encoder.load_published(tmp_path)


def test_batch_normalisation_of_efficientnet_remembers():
    norms = [m for m in build(TINY["efficientnet"]).modules() if isinstance(m, nn.BatchNorm2d)]
    assert len(norms) > 10 and all(m.momentum == pytest.approx(0.01) for m in norms)


def test_half_precision_and_autocast():
    encoder = filled(ImageEncoder(TINY["convnext"]))
    waves, lengths = batch([16_000, 9_000])
    with torch.inference_mode():
        full = encoder(waves, lengths)[0]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            torch.testing.assert_close(encoder(waves, lengths)[0].float(), full, atol=0.1, rtol=0.1)
        half = encoder.bfloat16()(waves, lengths)[0]
    assert half.dtype == torch.bfloat16
    torch.testing.assert_close(half.float(), full, atol=0.1, rtol=0.1)


def test_what_is_refused():
    with pytest.raises(ValueError, match="no image network 'vgg12': there are alexnet, vgg11"):
        build("vgg12")
    with pytest.raises(ValueError, match="no image network 'vgg12': there are alexnet, vgg11"):
        PlainNet("vgg12")
    with pytest.raises(ValueError, match="unknown model_type 'bert' .known: alexnet"):
        build({"model_type": "bert"})
    with pytest.raises(ValueError, match=r"input size \[64, 224\]: swin needs 224 a side"):
        build({**TINY["swin"], "input": {"size": [64, 224]}})
