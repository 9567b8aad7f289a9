"""CNN14 and ECAPA-TDNN: published names and sizes, numbers, padding, training, front ends."""

import math

import librosa
import numpy as np
import pytest
import torch
from torch import nn

from ser_evals.modeling.remote import cnn14_ser, ecapa_ser
from ser_evals.modeling.remote.cnn14_ser import Cnn14
from ser_evals.modeling.remote.ecapa_ser import EcapaTdnn

SMALL = {"cnn14": lambda: Cnn14(width=8), "ecapa": lambda: EcapaTdnn(channels=64)}
FULL = {"cnn14": Cnn14, "ecapa": EcapaTdnn}

# What the authors' own code (audioset_tagging_cnn with torchlibrosa, SpeechBrain) gives for
# `clip(seconds)` with the weights of `seeded`: some elements of the embedding.
GOLDEN = {
    ("cnn14", 0.4): {1: 0.98841, 3: 3.44869, 1000: 6.47246, 2047: 0.0},
    ("ecapa", 0.4): {0: 32.48142, 1: 55.14882, 100: -18.1512, 191: 23.81971},
}


def seeded(net: nn.Module) -> nn.Module:
    """Fill a network, which may lie on "meta", with random weights that are always the same."""
    generator = torch.Generator().manual_seed(0)
    weights = {}
    for name, values in sorted(net.state_dict().items()):
        if "extractor" in name:
            weights[name] = values
        elif not values.is_floating_point():
            weights[name] = torch.zeros(values.shape, dtype=values.dtype)
        else:
            noise = torch.randn(values.shape, generator=generator, device="cpu")
            if values.ndim > 1:
                noise *= math.sqrt(2 / noise[0].numel())
            elif name.endswith("running_var"):
                noise = 0.5 + noise.abs()
            else:
                noise = 0.1 * noise + name.endswith("weight")
            weights[name] = noise
    net.load_state_dict(weights, assign=True)
    return net.eval()


def meta(kind: str, **options: int) -> nn.Module:
    with torch.device("meta"):
        return FULL[kind](**options)


def count(net: nn.Module) -> int:
    return sum(p.numel() for p in net.parameters())


def clip(seconds: float) -> torch.Tensor:
    """Return a rising tone and a beating one, (samples,)."""
    t = torch.arange(round(seconds * 16_000), dtype=torch.float64) / 16_000
    rising = 0.3 * torch.sin(2 * torch.pi * (150 * t + 900 * t * t))
    return (rising + 0.1 * torch.sin(2 * torch.pi * 2500 * t) * (9 * t).cos()).float()


def batch(*clips: torch.Tensor, extra: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    waves = nn.utils.rnn.pad_sequence(clips, batch_first=True)
    return nn.functional.pad(waves, (0, extra)), torch.tensor([len(c) for c in clips])


def hard_clips() -> list[torch.Tensor]:
    """Return silence, pure tones and noise, where decibels are least stable."""
    noise = torch.randn(24_000, generator=torch.Generator().manual_seed(1))
    tone = torch.sin(2 * torch.pi * 440.3 * torch.arange(12_000) / 16_000)
    return [
        torch.zeros(6_000),
        torch.cat([torch.zeros(5_000), 0.5 * noise[:9_013]]),
        1e-4 * noise[:5_001],
        torch.cat([tone[:8_000], torch.zeros(4_000)]),
        clip(1.5),
    ]


def test_cnn14_has_the_published_number_of_weights():
    # Kong et al. 2020, table XII: 80,753,615, trainable only, without the front end.
    net = meta("cnn14")
    front = sum(b.numel() for name, b in net.named_buffers() if "extractor" in name)
    assert count(net) == 80_753_615
    assert front == 2 * 257 * 512 + 257 * 64 == 279_616
    assert count(meta("cnn14", classes=0)) == 80_753_615 - 527 * 2_049 == 79_673_792
    assert (net.dim, net.layers, net.rate, net.shortest) == (2_048, 1, 0, 4_960)


def test_ecapa_has_the_published_number_of_weights():
    # As many as the class in SpeechBrain has with the recipe's settings.
    net = meta("ecapa")
    assert count(net) == 20_767_552
    assert (net.dim, net.layers, net.rate, net.shortest) == (192, 1, 0, 640)


def normalisation(name: str, size: int) -> dict[str, tuple[int, ...]]:
    parts = ("weight", "bias", "running_mean", "running_var")
    return {f"{name}.{p}": (size,) for p in parts} | {f"{name}.num_batches_tracked": ()}


def test_cnn14_has_the_published_names_and_sizes():
    expected = {
        "spectrogram_extractor.stft.conv_real.weight": (257, 1, 512),
        "spectrogram_extractor.stft.conv_imag.weight": (257, 1, 512),
        "logmel_extractor.melW": (257, 64),
        "fc1.weight": (2048, 2048),
        "fc1.bias": (2048,),
        "fc_audioset.weight": (527, 2048),
        "fc_audioset.bias": (527,),
    } | normalisation("bn0", 64)
    sizes = (1, 64, 128, 256, 512, 1024, 2048)
    for k in range(1, 7):
        block, before, after = f"conv_block{k}", sizes[k - 1], sizes[k]
        expected[f"{block}.conv1.weight"] = (after, before, 3, 3)
        expected[f"{block}.conv2.weight"] = (after, after, 3, 3)
        expected |= normalisation(f"{block}.bn1", after) | normalisation(f"{block}.bn2", after)
    assert {k: tuple(v.shape) for k, v in meta("cnn14").state_dict().items()} == expected


def test_ecapa_has_the_published_names_and_sizes():
    expected: dict[str, tuple[int, ...]] = {}

    def convolution(name: str, *shape: int) -> None:
        expected[f"{name}.conv.weight"] = shape
        expected[f"{name}.conv.bias"] = shape[:1]

    def tdnn(name: str, *shape: int) -> None:
        convolution(f"{name}.conv", *shape)
        expected.update(normalisation(f"{name}.norm.norm", shape[0]))

    tdnn("blocks.0", 1024, 80, 5)
    for k in (1, 2, 3):
        tdnn(f"blocks.{k}.tdnn1", 1024, 1024, 1)
        tdnn(f"blocks.{k}.tdnn2", 1024, 1024, 1)
        for part in range(7):
            tdnn(f"blocks.{k}.res2net_block.blocks.{part}", 128, 128, 3)
        convolution(f"blocks.{k}.se_block.conv1", 128, 1024, 1)
        convolution(f"blocks.{k}.se_block.conv2", 1024, 128, 1)
    tdnn("mfa", 3072, 3072, 1)
    tdnn("asp.tdnn", 128, 9216, 1)
    convolution("asp.conv", 3072, 128, 1)
    expected.update(normalisation("asp_bn.norm", 6144))
    convolution("fc", 192, 6144, 1)
    net = meta("ecapa")
    assert {k: tuple(v.shape) for k, v in net.state_dict().items()} == expected
    assert [block.res2net_block.blocks[0].conv.conv.dilation for block in net.blocks[1:]] == [
        (2,),
        (3,),
        (4,),
    ]


@torch.no_grad()
@pytest.mark.parametrize("kind", FULL)
def test_numbers_are_those_of_the_authors_code(kind):
    net = seeded(meta(kind))
    waves, lengths = batch(clip(0.4), clip(0.7))
    states, frames = net(waves, lengths)
    assert states.shape == (2, 1, 1, net.dim) and frames.tolist() == [1, 1]
    for element, value in GOLDEN[kind, 0.4].items():
        assert states[0, 0, 0, element].item() == pytest.approx(value, rel=1e-4, abs=1e-5)


@torch.no_grad()
@pytest.mark.parametrize("dtype, tolerance", [(torch.float32, 1e-5), (torch.float64, 1e-12)])
@pytest.mark.parametrize("kind", SMALL)
def test_a_clip_gives_in_a_padded_batch_what_it_gives_alone(kind, dtype, tolerance):
    net, clips = seeded(SMALL[kind]()).to(dtype), hard_clips()
    together, _ = net(*batch(*clips, extra=777))
    for states, one in zip(together, clips, strict=True):
        alone = net(*batch(one))[0][0]
        assert (states - alone).abs().max() < tolerance * alone.abs().max()


@torch.no_grad()
@pytest.mark.parametrize("kind", SMALL)
def test_what_lies_behind_a_clip_is_not_read(kind):
    net = seeded(SMALL[kind]())
    waves, lengths = batch(clip(0.4), clip(0.6))
    clean = net(waves, lengths)[0]
    waves[0, lengths[0] :] = 1.0
    assert torch.allclose(net(waves, lengths)[0], clean, rtol=1e-5)


@pytest.mark.parametrize("kind", SMALL)
def test_training_on_short_and_long_clips(kind):
    torch.manual_seed(0)
    net = SMALL[kind]().train()
    states, _ = net(*batch(clip(0.4), clip(3.0)))
    states.square().sum().backward()
    for name, parameter in net.named_parameters():
        if not name.startswith("fc_audioset"):
            assert parameter.grad is not None and torch.isfinite(parameter.grad).all(), name
            assert parameter.grad.abs().max() > 0, name
    assert not any("extractor" in name for name, _ in net.named_parameters())
    for name, values in net.named_buffers():
        if name.endswith("num_batches_tracked"):
            assert values == 1, name


@pytest.mark.parametrize("kind", SMALL)
def test_training_with_autocast(kind):
    net = SMALL[kind]().train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states, _ = net(*batch(clip(0.4), clip(0.6)))
    states.float().sum().backward()
    assert torch.isfinite(states).all()


@torch.no_grad()
@pytest.mark.parametrize("kind", SMALL)
def test_batch_normalisation_leaves_padding_out(kind, monkeypatch):
    monkeypatch.setattr(nn.functional, "dropout", lambda x, *_: x)
    seen = []
    for extra in (0, 3_200):
        net = seeded(SMALL[kind]()).double().train()
        states, _ = net(*batch(clip(0.4), clip(0.9), extra=extra))
        statistics = {k: v for k, v in net.state_dict().items() if "running" in k}
        seen.append({"states": states, **statistics})
    for name, values in seen[0].items():
        torch.testing.assert_close(values, seen[1][name], rtol=1e-9, atol=1e-9, msg=name)


def test_ecapa_trains_on_a_single_clip():
    net = EcapaTdnn(channels=64).train()
    states, _ = net(*batch(clip(0.4)))
    states.sum().backward()
    assert torch.isfinite(net.fc.conv.weight.grad).all()
    assert net.asp_bn.norm.num_batches_tracked == 0


@pytest.mark.parametrize("kind", SMALL)
def test_clips_that_are_too_short_are_refused(kind):
    net = SMALL[kind]().eval()
    assert net(*batch(clip(1.0)[: net.shortest]))[0].isfinite().all()
    with pytest.raises(ValueError, match=rf"clips of {net.shortest} samples, not 160: pad"):
        net(*batch(clip(0.01)))


@torch.no_grad()
def test_cnn14_tags_audioset_classes():
    net = seeded(Cnn14(width=8))
    tags = net.tags(*batch(clip(0.4), clip(0.5)))
    assert tags.shape == (2, 527) and tags.min() >= 0 and tags.max() <= 1


@torch.no_grad()
@pytest.mark.parametrize("kind", SMALL)
def test_published_weights_are_loaded_from_a_file(kind, tmp_path):
    source, path = seeded(SMALL[kind]()), tmp_path / "published.pth"
    torch.save({"iteration": 1, "model": source.state_dict()}, path)
    waves = batch(clip(0.4))
    net = SMALL[kind]().load_published(path).eval()
    assert torch.equal(net(*waves)[0], source(*waves)[0])
    torch.save(source.state_dict(), path)
    assert torch.equal(SMALL[kind]().load_published(str(path)).eval()(*waves)[0], net(*waves)[0])


@pytest.mark.parametrize("kind", SMALL)
def test_weights_that_do_not_fit_are_refused(kind):
    net = SMALL[kind]()
    weights = net.state_dict()
    name = next(iter(weights))
    with pytest.raises(ValueError, match=f"1 names or shapes differ, such as {name}"):
        net.load_published({k: v for k, v in weights.items() if k != name})
    with pytest.raises(ValueError, match="such as another"):
        net.load_published({**weights, "another": torch.zeros(1)})
    with pytest.raises(ValueError, match=name):
        net.load_published({**weights, name: torch.zeros(1)})


def test_without_classes_only_their_layer_is_passed_over():
    weights = Cnn14(width=8).state_dict()
    net = Cnn14(classes=0, width=8).load_published({"model": weights})
    assert not any(k.startswith("fc_audioset") for k in net.state_dict())
    assert torch.equal(net.fc1.weight, weights["fc1.weight"])
    with pytest.raises(ValueError, match="fc1.weight"):
        net.load_published({k: v for k, v in weights.items() if k != "fc1.weight"})


def test_networks_are_built_from_a_configuration():
    assert cnn14_ser.build({"model_type": "cnn14", "classes": 0, "width": 8}).dim == 256
    assert ecapa_ser.build({"model_type": "ecapa", "channels": 64, "dim": 32}).dim == 32


def noisy(seconds: float) -> torch.Tensor:
    """Return a clip with noise: without, single precision shows in the empty bands."""
    wave = clip(seconds)
    return wave + 1e-3 * torch.randn(wave.shape, generator=torch.Generator().manual_seed(2))


def test_log_mel_of_cnn14_is_that_of_librosa():
    net, wave = Cnn14(width=8), noisy(1.2)
    power = np.abs(librosa.stft(wave.numpy(), n_fft=512, hop_length=160, pad_mode="reflect"))
    bank = librosa.filters.mel(sr=16_000, n_fft=512, n_mels=64, fmin=50, fmax=8_000)
    expected = librosa.power_to_db(bank @ power**2, ref=1.0, amin=1e-10, top_db=None).T
    mel, frames = net.log_mel(*batch(wave, extra=500))
    assert frames.item() == len(expected) == 121
    np.testing.assert_allclose(mel[0, :121].numpy(), expected, atol=2e-3)
    np.testing.assert_allclose(net.logmel_extractor.melW.T, bank, atol=1e-8)


def test_log_mel_of_ecapa_is_built_like_that_of_librosa():
    net, wave = EcapaTdnn(channels=64), noisy(1.2)
    # A second half 120 dB below the first one: the range ends 80 dB below the maximum.
    wave[9_600:] *= 1e-6
    spectrum = librosa.stft(
        wave.numpy(), n_fft=400, hop_length=160, window="hamming", pad_mode="constant"
    )
    power = ecapa_ser._mel_filters().T @ np.abs(spectrum) ** 2
    expected = librosa.power_to_db(power, ref=1.0, amin=1e-10, top_db=80.0).T
    mel, frames = net.log_mel(*batch(wave, extra=500))
    assert frames.item() == len(expected) == 121
    np.testing.assert_allclose(mel[0, :121].numpy(), expected, atol=2e-3)
    assert expected.max() - expected.min() == pytest.approx(80)


def test_mel_filters_of_ecapa_have_the_lower_flanks_of_librosa():
    bank = ecapa_ser._mel_filters().T
    htk = librosa.filters.mel(
        sr=16_000, n_fft=400, n_mels=80, fmin=0, fmax=8_000, htk=True, norm=None
    )
    edges = librosa.mel_frequencies(82, fmin=0, fmax=8_000, htk=True)
    bins = np.linspace(0, 8_000, 201)
    rising = bins[None] <= edges[1:-1, None]
    np.testing.assert_allclose(np.where(rising, bank, 0), np.where(rising, htk, 0), atol=1e-6)
    # The upper flank is as wide as the lower one, hence steeper than librosa's.
    width = np.diff(edges)[:-1, None]
    mirrored = (1 - (bins[None] - edges[1:-1, None]) / width).clip(min=0)
    np.testing.assert_allclose(np.where(rising, 0, bank), np.where(rising, 0, mirrored), atol=1e-9)
    assert (np.where(rising, 0, bank) <= htk + 1e-6).all()
