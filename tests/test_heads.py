"""The stacked head against a plain torch module."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from ser_evals.features import Frames
from ser_evals.modeling.heads import FrameHeads, _MixLayers
from ser_evals.training._batches import pack

pytestmark = pytest.mark.filterwarnings("ignore:grad and param do not obey")


class PlainHead(nn.Module):
    """The head as anyone would write it: one clip at a time, one frame after another."""

    def __init__(self, heads: FrameHeads, row: int = 0) -> None:
        super().__init__()
        dim, hidden = heads.shapes["w1"]
        self.first, self.norm = nn.Linear(dim, hidden), nn.LayerNorm(hidden)
        self.last = nn.Linear(hidden, heads.n_classes)
        self.mix = nn.Parameter(torch.zeros(heads.layers))
        self.mean, self.spread = heads.mean[row, 0], heads.spread[row, 0]
        with torch.no_grad():
            for parameter, value in zip(self.matching(), self.values(heads, row), strict=True):
                parameter.copy_(value)

    def matching(self) -> list[nn.Parameter]:
        first, norm, last = self.first, self.norm, self.last
        mix = [self.mix] if len(self.mix) > 1 else []
        return [first.weight, first.bias, norm.weight, norm.bias, last.weight, last.bias, *mix]

    @staticmethod
    def values(heads: FrameHeads, row: int, *, grad: bool = False) -> list[torch.Tensor]:
        """What `matching` should hold, or its gradients, taken from a stack."""
        own = [getattr(heads, name) for name in heads.shapes]
        own = [(p.grad if grad else p).detach()[row] for p in own]
        return [v.T if v.shape[0] > 1 else v[0] for v in own]

    def forward(self, clips: list[torch.Tensor]) -> torch.Tensor:
        rows = []
        for clip in clips:
            frames = torch.einsum("flc,l->fc", clip.float(), self.mix.softmax(0))
            frames = (frames - self.mean) / self.spread
            rows.append(self.last(nn.functional.gelu(self.norm(self.first(frames)))).mean(0))
        return torch.stack(rows)


def random_heads(n: int, *, layers: int, dim: int = 12, hidden: int = 16) -> FrameHeads:
    heads = FrameHeads(n, layers=layers, dim=dim, n_classes=8, hidden=hidden)
    with torch.no_grad():
        heads.flat.normal_(generator=torch.Generator().manual_seed(1))
    return heads


def random_frames(lengths: list[int], *, layers: int, dim: int = 12, dtype=torch.float32) -> Frames:
    generator = torch.Generator().manual_seed(2)
    return Frames([torch.randn(n, layers, dim, generator=generator).to(dtype) for n in lengths])


@pytest.mark.parametrize(("dim", "parameters"), [(768, 398_856), (1024, 529_928), (1280, 661_000)])
def test_parameters_of_the_paper(dim, parameters):
    assert FrameHeads(1, layers=1, dim=dim, n_classes=8).flat.shape == (1, parameters)
    weighted = FrameHeads(1, layers=13, dim=dim, n_classes=8)
    assert sum(p.numel() for p in weighted.parameters()) == parameters + 13


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
@pytest.mark.parametrize("layers", [1, 4])
@pytest.mark.parametrize("standardised", [False, True])
def test_equal_to_a_plain_module(layers, dtype, standardised):
    heads = random_heads(3, layers=layers)
    if standardised:
        heads.standardise(torch.randn(3, 12), torch.rand(3, 12) + 0.5)
    frames = random_frames([5, 1, 7, 3, 2], layers=layers, dtype=dtype)
    chosen = [np.array([0, 1]), np.array([2, 3]), np.array([4, 0])]
    logits = heads(*pack(frames, chosen, torch.device("cpu")))
    assert logits.shape == (3, 2, 8)
    heads.grad.zero_()
    weights = torch.randn(3, 2, 8)
    (logits * weights).sum().backward()
    for row, indices in enumerate(chosen):
        plain = PlainHead(heads, row)
        expected = plain([frames.clips[i] for i in indices])
        torch.testing.assert_close(logits[row], expected, atol=1e-5, rtol=1e-5)
        (expected * weights[row]).sum().backward()
        gradients = PlainHead.values(heads, row, grad=True)
        for parameter, gradient in zip(plain.matching(), gradients, strict=True):
            torch.testing.assert_close(gradient, parameter.grad, atol=1e-5, rtol=1e-4)


def test_gradients_lie_in_one_buffer():
    heads = random_heads(2, layers=3)
    frames, average = pack(
        random_frames([4, 2], layers=3), [np.array([0]), np.array([1])], torch.device("cpu")
    )
    heads(frames, average).square().sum().backward()
    together = torch.cat([getattr(heads, name).grad.flatten(1) for name in heads.shapes], 1)
    assert heads.grad.abs().amin(1).shape == (2,)
    assert torch.equal(together, heads.grad)
    assert (heads.grad != 0).float().mean() > 0.99


def test_mixing_layers_equals_einsum():
    generator = torch.Generator().manual_seed(3)
    frames = torch.randn(2, 9, 5, 6, generator=generator)
    weights = torch.rand(2, 5, generator=generator, requires_grad=True)
    upstream = torch.randn(2, 9, 6, generator=generator)
    mixed = _MixLayers.apply(frames, weights)
    (gradient,) = torch.autograd.grad(mixed, weights, upstream)
    expected = torch.einsum("hfld,hl->hfd", frames, weights)
    torch.testing.assert_close(mixed, expected)
    torch.testing.assert_close(gradient, torch.autograd.grad(expected, weights, upstream)[0])


def test_dropout_mask_applies_to_the_hidden_layer():
    heads = random_heads(1, layers=1)
    frames, average = pack(random_frames([3, 2], layers=1), [np.array([0, 1])], torch.device("cpu"))
    nothing = heads(frames, average, torch.zeros(1, 5, 16))
    torch.testing.assert_close(nothing, heads.b2.expand(1, 2, 8))
    everything = heads(frames, average, torch.ones(1, 5, 16))
    assert torch.equal(everything, heads(frames, average))


@pytest.mark.parametrize("standardised", [False, True])
def test_split_answers_the_same(standardised):
    heads = random_heads(3, layers=2)
    if standardised:
        heads.standardise(torch.randn(3, 12), torch.rand(3, 12) + 0.5)
    frames, average = pack(
        random_frames([4, 6], layers=2), [np.array([0, 1])] * 3, torch.device("cpu")
    )
    singles = heads.split()
    assert [len(single.flat) for single in singles] == [1, 1, 1]
    together = torch.cat([single(frames[:1], average[:1]) for single in singles])
    torch.testing.assert_close(together, heads(frames, average), atol=1e-5, rtol=1e-5)


def test_initial_weights():
    heads = FrameHeads(2, layers=4, dim=1024, n_classes=8)
    heads.initialise([5, 6])
    bound = math.sqrt(6 / (1024 + 512))
    w1, w2 = heads.w1.detach(), heads.w2.detach()
    assert w1.abs().max() <= bound
    assert w1.abs().max() > 0.999 * bound
    assert w1.std().item() == pytest.approx(bound / math.sqrt(3), rel=0.01)
    assert w2.std().item() == pytest.approx(512**-0.5, rel=0.03)
    assert abs(w2.mean().item()) < 3 * 512**-0.5 / math.sqrt(w2.numel())
    assert all(not p.any() for p in (heads.b1, heads.b2, heads.shift, heads.mix))
    assert (heads.scale == 1).all()


def test_initial_weights_depend_on_the_seed_alone():
    together = random_heads(3, layers=2)
    together.initialise([7, 8, 7])
    alone = random_heads(1, layers=2)
    alone.initialise([8])
    assert torch.equal(together.flat[1:2], alone.flat)
    assert torch.equal(together.flat[0], together.flat[2])
    assert not torch.equal(together.w1[0], together.w1[1])
    assert not torch.equal(together.w2[0], together.w2[1])
