"""End-to-end networks on raw speech, and the feature sets of openSMILE with their networks."""

import copy
import pickle
import sys

import numpy as np
import opensmile
import pytest
import torch
from torch.nn import functional

from ser_evals.modeling.remote import crnn_ser, smile_ser
from ser_evals.modeling.remote.crnn_ser import CRNN18, CRNN19
from ser_evals.modeling.remote.smile_ser import SETS, SmileFrames, SmileLstm, SmileMlp

RATE = 16_000
CLOSE = {"atol": 1e-5, "rtol": 0}
LEVELS = ("functionals", "descriptors")


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


def filled(module: torch.nn.Module) -> torch.nn.Module:
    """Weights that do not depend on torch's generator."""
    random = np.random.default_rng(7)
    for name, value in module.state_dict().items():
        if value.is_floating_point():
            drawn = random.uniform(-1, 1, value.shape) * min(1.0, value[0].numel() ** -0.5)
            value.copy_(
                torch.from_numpy(1 + drawn / 2 if name.endswith(("var", "spread")) else drawn)
            )
    return module.eval()


def parameters(module: torch.nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def reference(encoder: torch.nn.Module, wave: torch.Tensor, kernels, pools, activation):
    """One clip through the equations, with the weights of an encoder: (frames, hidden)."""
    weights = list(encoder.state_dict().values())
    x = wave[None, None]
    for kernel, pool in zip(kernels, pools, strict=True):
        weight, bias, scale, shift, mean, variance, _ = weights[:7]
        del weights[:7]
        x = functional.conv1d(functional.pad(x, ((kernel - 1) // 2,) * 2), weight, bias)
        x = (x - mean[:, None]) / (variance[:, None] + 1e-5).sqrt() * scale[:, None]
        x = activation(x + shift[:, None])
        steps = x.shape[2] // pool
        x = x[:, :, : steps * pool].unflatten(2, (steps, pool)).amax(3)
    x = x[0].T
    while weights:
        (w_in, w_hidden, b_in, b_hidden), weights = weights[:4], weights[4:]
        hidden = cell = torch.zeros(w_hidden.shape[1])
        rows = []
        for row in x:
            gates = (w_in @ row + b_in + w_hidden @ hidden + b_hidden).chunk(4)
            cell = gates[1].sigmoid() * cell + gates[0].sigmoid() * gates[2].tanh()
            hidden = gates[3].sigmoid() * cell.tanh()
            rows.append(hidden)
        x = torch.stack(rows)
    return x


CRNNS = {
    "crnn18": (CRNN18, (8, 6, 6), (10, 8, 8), lambda x: functional.leaky_relu(x, 0.01)),
    "crnn19": (CRNN19, (3, 3, 3, 3), (4, 4, 4, 4), functional.elu),
}


@pytest.mark.parametrize(
    ("kind", "sizes", "count", "rate", "shortest"),
    [
        ("crnn18", [(64, 1, 8), (128, 64, 6), (256, 128, 6)], 1_300_288, 25.0, 731),
        ("crnn19", [(64, 1, 3), (64, 64, 3), (128, 64, 3), (128, 128, 3)], 1_008_960, 62.5, 256),
    ],
)
def test_sizes_of_the_crnns(kind, sizes, count, rate, shortest):
    encoder = crnn_ser.build({"model_type": kind})
    assert [tuple(b.convolution.weight.shape) for b in encoder.blocks] == sizes
    assert (encoder.recurrent.hidden_size, encoder.recurrent.num_layers) == (256, 2)
    assert encoder.recurrent.dropout == 0.5
    assert parameters(encoder) == count
    assert (encoder.layers, encoder.dim, encoder.rate) == (1, 256, rate)
    assert encoder.shortest == shortest
    waves, lengths = batch([shortest, 3 * RATE])
    states, frames = encoder.eval()(waves, lengths)
    assert frames.tolist() == [1, int(3 * rate) - (kind == "crnn18")]
    assert states.shape == (2, max(frames), 1, 256)
    with pytest.raises(ValueError, match=f"pad it with zeros to {shortest}"):
        encoder(waves, lengths - 1)


def test_options_of_the_crnns():
    encoder = crnn_ser.build({"model_type": "crnn19", "hidden": 8, "depth": 1, "dropout": 0.2})
    assert (encoder.dim, encoder.recurrent.num_layers) == (8, 1)
    with pytest.raises(ValueError, match="no network 'crnn20'"):
        crnn_ser.build({"model_type": "crnn20"})


@pytest.mark.parametrize("kind", CRNNS)
def test_a_crnn_follows_the_equations(kind):
    network, *sizes = CRNNS[kind]
    encoder = filled(network(hidden=16))
    wave = voice(8_123)
    states, _ = encoder(wave[None], torch.tensor([len(wave)]))
    torch.testing.assert_close(states[0, :, 0], reference(encoder, wave, *sizes), **CLOSE)


@pytest.mark.parametrize("kind", CRNNS)
def test_a_clip_gives_a_crnn_the_same_alone_and_padded(kind):
    encoder = filled(CRNNS[kind][0]())
    lengths = [encoder.shortest, 6_400, 11_111, 20_007, 9_600]
    together, frames = encoder(*batch(lengths, extra=4_321))
    for i, length in enumerate(lengths):
        alone, (own,) = encoder(voice(length, i)[None], torch.tensor([length]))
        assert own == frames[i] == alone.shape[1]
        torch.testing.assert_close(together[i, :own], alone[0], **CLOSE)


@pytest.mark.parametrize(
    ("kind", "golden"),
    [("crnn18", [0.049943, 0.044639, 0.208358]), ("crnn19", [0.224015, 0.378352, 0.239307])],
)
def test_golden_outputs_of_the_crnns(kind, golden):
    states, _ = filled(CRNNS[kind][0]())(*batch([16_000]))
    found = [states[0, 0, 0, 0], states[0, -1, 0, -1], states.abs().mean()]
    torch.testing.assert_close(torch.stack(found), torch.tensor(golden), **CLOSE)


@pytest.mark.parametrize("seconds", [0.4, 3.0])
@pytest.mark.parametrize("kind", CRNNS)
def test_every_weight_of_a_crnn_is_trained(kind, seconds):
    torch.manual_seed(0)
    encoder = CRNNS[kind][0]().train()
    states, frames = encoder(*batch([round(seconds * RATE)] * 2))
    assert torch.isfinite(states).all() and frames.min() >= 9
    states.square().mean().backward()
    for name, parameter in encoder.named_parameters():
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name


def direct(features: str, level: str, wave: np.ndarray) -> np.ndarray:
    """What opensmile gives, level by level."""
    kinds = opensmile.FeatureLevel
    parts = [kinds.Functionals if level == "functionals" else kinds.LowLevelDescriptors]
    if level == "descriptors" and features != "eGeMAPSv02":
        parts.append(kinds.LowLevelDescriptors_Deltas)
    tables = [
        opensmile.Smile(opensmile.FeatureSet[features], part).process_signal(wave, RATE).to_numpy()
        for part in parts
    ]
    # openSMILE gives deltas of two frames more, behind the last descriptors.
    assert {len(table) - len(tables[0]) for table in tables[1:]} <= {2}
    return np.hstack([table[: len(tables[0])] for table in tables])


@pytest.mark.parametrize(
    ("features", "functionals", "descriptors"),
    [
        ("IS09", 384, 16 + 16),
        ("IS10", 1582, 38 + 38),
        ("IS11", 4368, 59 + 59),
        ("IS12", 6125, 64 + 64),
        ("IS13", 6373, 65 + 65),
        ("ComParE_2016", 6373, 65 + 65),
        ("eGeMAPSv02", 88, 25),
    ],
)
def test_feature_counts_and_values_are_those_of_opensmile(features, functionals, descriptors):
    waves, lengths = batch([12_345, 8_000], extra=99)
    for level, dim in zip(LEVELS, (functionals, descriptors), strict=True):
        encoder = SmileFrames(features, level=level)
        assert encoder.dim == dim and encoder.layers == 1
        states, frames = encoder(waves, lengths)
        for i, length in enumerate(lengths.tolist()):
            expected = direct(features, level, waves[i, :length].numpy())
            np.testing.assert_array_equal(states[i, : frames[i], 0].numpy(), expected)


def test_deltas_stand_beside_their_own_frame():
    encoder = SmileFrames("IS09", level="descriptors")
    states, _ = encoder(*batch([RATE]))
    values, deltas = states[0, :, 0, :16], states[0, :, 0, 16:]
    slope = (2 * (values[4:] - values[:-4]) + values[3:-1] - values[1:-3]) / 10
    torch.testing.assert_close(slope[4:-4], deltas[6:-6], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("features", SETS)
def test_rates_and_shortest_clips_of_the_feature_sets(features):
    vector, track = (SmileFrames(features, level=level) for level in LEVELS)
    assert (vector.rate, track.rate) == (0.0, 100.0)
    states, frames = vector(*batch([vector.shortest]))
    assert frames.tolist() == [1] and torch.isfinite(states).all()
    _, frames = track(*batch([track.shortest, 3 * RATE]))
    assert frames[0] >= 5 and 294 <= frames[1] <= 300
    for encoder in (vector, track):
        silence = encoder(torch.zeros(1, encoder.shortest), torch.tensor([encoder.shortest]))[0]
        assert torch.isfinite(silence).all()


@pytest.mark.filterwarnings("ignore:Segment too short")
def test_undefined_values_are_zero():
    states, frames = SmileFrames("IS10", level="functionals")(*batch([100]))
    assert frames.tolist() == [1] and not states.any()


def test_full_scale_does_not_turn_over():
    loud = 20 * voice(RATE)
    states, _ = SmileFrames("IS09", level="functionals")(loud[None], torch.tensor([RATE]))
    clipped = loud.clamp(-1, 32767 / 32768).numpy()
    np.testing.assert_array_equal(states[0, :, 0], direct("IS09", "functionals", clipped))


def test_front_ends_are_built_copied_and_refused(monkeypatch):
    encoder = smile_ser.build({"features": "IS09", "level": "descriptors"})
    expected = encoder(*batch([RATE]))[0]
    for twin in (copy.deepcopy(encoder), pickle.loads(pickle.dumps(encoder))):
        torch.testing.assert_close(twin(*batch([RATE]))[0], expected)
    assert smile_ser.build({"features": "eGeMAPSv02"}).dim == 88
    with pytest.raises(ValueError, match="no feature set 'IS08': there are IS09, IS10"):
        SmileFrames("IS08", level="functionals")
    with pytest.raises(ValueError, match="no level 'frames'"):
        SmileFrames("IS09", level="frames")
    smile_ser._extractor.cache_clear()
    monkeypatch.setitem(SETS, "IS09", SETS["IS09"]._replace(functionals=385))
    with pytest.raises(ValueError, match="has no IS09 of 385 values"):
        SmileFrames("IS09", level="functionals")(*batch([RATE]))
    monkeypatch.setitem(sys.modules, "opensmile", None)
    with pytest.raises(ValueError, match="IS09 needs opensmile: pip install"):
        encoder(*batch([RATE]))


def test_sizes_of_the_small_networks():
    net = SmileMlp(384, n_classes=4)
    shapes = [tuple(p.shape) for p in net.parameters()]
    assert shapes == [(64, 384), (64,), (64, 64), (64,), (4, 64), (4,)]
    assert parameters(net) == 29_060
    assert parameters(SmileMlp(6373, n_classes=5)) == 412_421
    net = SmileLstm(32, n_classes=4)
    assert (net.recurrent.hidden_size, net.recurrent.num_layers) == (32, 2)
    assert [tuple(p.shape) for p in net.network.parameters()] == [(32, 32), (32,), (4, 32), (4,)]
    assert parameters(net) == 18_084
    for net in (SmileMlp(8, n_classes=2), SmileLstm(8, n_classes=2)):
        drops = [m.p for m in net.modules() if isinstance(m, torch.nn.Dropout)]
        assert set(drops) == {0.5}


def test_golden_outputs_of_the_small_networks():
    states = torch.linspace(-2, 2, 3 * 10 * 6).sin().view(3, 10, 1, 6)
    frames = torch.tensor([10, 7, 1])
    found = filled(SmileLstm(6, n_classes=2))(states, frames)
    golden = [[0.300815, 0.864365], [0.305841, 0.850125], [0.289381, 0.820786]]
    torch.testing.assert_close(found, torch.tensor(golden), **CLOSE)
    found = filled(SmileMlp(6, n_classes=2))(states[:, :1], torch.ones(3))
    golden = [[-0.146572, -0.617316], [-0.194164, -0.638083], [-0.495753, -0.623011]]
    torch.testing.assert_close(found, torch.tensor(golden), **CLOSE)


def test_the_lstm_averages_what_is_valid():
    net = filled(SmileLstm(6, n_classes=3))
    clips = [torch.randn(n, 1, 6, generator=torch.Generator().manual_seed(n)) for n in (9, 4, 1)]
    padded = torch.nn.utils.rnn.pad_sequence(clips, batch_first=True, padding_value=1e3)
    together = net(padded, torch.tensor([9, 4, 1]))
    for clip, logits in zip(clips, together, strict=True):
        alone = net(clip[None], torch.tensor([len(clip)]))[0]
        torch.testing.assert_close(logits, alone, **CLOSE)


@pytest.mark.parametrize("network", [SmileMlp, SmileLstm])
def test_standardisation_travels_with_the_weights(network):
    torch.manual_seed(0)
    net = network(6, n_classes=2).eval()
    states, frames = torch.randn(4, 1, 1, 6), torch.ones(4, dtype=torch.long)
    plain = net(states, frames)
    mean, spread = torch.arange(6.0), torch.arange(1.0, 7.0)
    net.standardise(mean, spread)
    torch.testing.assert_close(net(states * spread + mean, frames), plain, **CLOSE)
    twin = network(6, n_classes=2).eval()
    twin.load_state_dict(net.state_dict())
    torch.testing.assert_close(twin(states, frames), net(states, frames))
    with pytest.raises(ValueError, match="give 1 where a feature is constant"):
        net.standardise(mean, torch.zeros(6))


def test_the_mlp_takes_one_vector_per_clip():
    with pytest.raises(ValueError, match="not 2 frames"):
        SmileMlp(6, n_classes=2)(torch.zeros(1, 2, 1, 6), torch.tensor([2]))


@pytest.mark.parametrize("seconds", [0.4, 3.0])
@pytest.mark.parametrize("level", LEVELS)
def test_small_networks_are_trained_on_what_the_front_end_gives(level, seconds):
    torch.manual_seed(0)
    encoder = SmileFrames("eGeMAPSv02", level=level)
    lengths = [max(round(seconds * RATE), encoder.shortest)] * 3
    states, frames = encoder(*batch(lengths))
    net = (SmileMlp if level == "functionals" else SmileLstm)(encoder.dim, n_classes=4)
    valid = states[:, : frames.min(), 0].flatten(0, 1)
    net.standardise(valid.mean(0), valid.std(0).clamp(min=1e-3))
    loss = functional.cross_entropy(net(states, frames), torch.tensor([0, 1, 2]))
    loss.backward()
    for name, parameter in net.named_parameters():
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name
