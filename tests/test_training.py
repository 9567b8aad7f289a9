"""Heads against a plain training loop, against each other, and across crashes."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from test_heads import PlainHead, random_frames
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR

from ser_evals.features import Frames
from ser_evals.modeling.heads import FrameHeads
from ser_evals.training import HeadSettings, HeadTask, _stack, predict, train_heads
from ser_evals.training._batches import dropout_mask, order
from ser_evals.training._settings import one_cycle
from ser_evals.training._stack import Stack

CLASSES = 8
VARIED = random_frames([3, 1, 6, 2, 9, 4, 5] * 6, layers=3)
SETTINGS = HeadSettings(lr=3e-3, epochs=4, batch_size=8, hidden=16)
TASKS = [
    HeadTask(np.arange(30), 0),
    HeadTask(np.arange(9, 42), 1),
    HeadTask(np.arange(5), 2),
]


@pytest.fixture(autouse=True)
def threads():
    """Two threads, as MKL sums otherwise with one, only where that is the question."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield torch.set_num_threads
    torch.set_num_threads(before)


def targets(frames: Frames) -> np.ndarray:
    return np.arange(len(frames.clips)) % CLASSES


def train(frames: Frames, tasks: list[HeadTask], settings=SETTINGS, **options) -> torch.Tensor:
    """The weights of every head, one row each."""
    stacks = train_heads(frames, targets(frames), tasks, settings, n_classes=CLASSES, **options)
    return torch.cat([stack.flat for stack in stacks])


def plainly_trained(frames: Frames, task: HeadTask, settings: HeadSettings) -> PlainHead:
    heads = FrameHeads(
        1, layers=frames.layers, dim=frames.dim, n_classes=CLASSES, hidden=settings.hidden
    )
    heads.initialise([task.seed])
    model, y = PlainHead(heads), torch.from_numpy(targets(frames))
    optimiser = torch.optim.AdamW(
        model.matching(), lr=settings.lr, weight_decay=settings.weight_decay
    )
    batches = -(-len(task.train) // settings.batch_size)
    steps = batches * settings.epochs
    cycle = OneCycleLR(optimiser, max_lr=settings.lr, total_steps=steps, pct_start=0.1)
    loss = nn.CrossEntropyLoss(label_smoothing=0.1)
    for step in range(steps):
        epoch, place = divmod(step, batches)
        shuffled = task.train[order(task.seed, epoch, len(task.train))]
        batch = shuffled[place * settings.batch_size :][: settings.batch_size]
        optimiser.zero_grad()
        loss(model([frames.clips[i] for i in batch]), y[batch]).backward()
        nn.utils.clip_grad_norm_(model.matching(), 0.5)
        optimiser.step()
        if step + 1 < steps:
            cycle.step()
    return model


@pytest.mark.parametrize("lengths", [[3, 1, 6, 2, 9, 4, 5] * 6, [1] * 42], ids=["varied", "one"])
@pytest.mark.parametrize("layers", [1, 3])
def test_equal_to_a_plain_training_loop(lengths, layers):
    frames = random_frames(lengths, layers=layers)
    settings = HeadSettings(lr=3e-3, epochs=8, batch_size=8, hidden=16, dropout=0.0)
    task = HeadTask(np.arange(3, 33), 4)
    weights = train_heads(frames, targets(frames), [task], settings, n_classes=CLASSES)[0]
    plain = plainly_trained(frames, task, settings)
    for ours, theirs in zip(PlainHead.values(weights, 0), plain.matching(), strict=True):
        torch.testing.assert_close(ours, theirs.detach(), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(
    "frames",
    [
        VARIED,
        random_frames([1] * 42, layers=1),
        random_frames([16] * 42, layers=2),
    ],
    ids=["varied", "one", "equal"],
)
def test_a_head_does_not_depend_on_its_neighbours(frames):
    alone = torch.cat([train(frames, [task]) for task in TASKS])
    assert torch.equal(train(frames, TASKS), alone)
    assert torch.equal(train(frames, TASKS[::-1]).flip(0), alone)
    assert torch.equal(train(frames, TASKS[1:]), alone[1:])


def test_wide_heads_do_not_depend_on_their_neighbours(threads):
    threads(2)
    frames = random_frames([1] * 40, layers=1, dim=1100)  # MKL divides sums of this length
    settings = HeadSettings(lr=1e-3, epochs=2)
    tasks = [HeadTask(np.arange(40), 0), HeadTask(np.arange(33), 1)]
    stacks = train_heads(frames, targets(frames), tasks, settings, n_classes=CLASSES)
    assert [len(stack.flat) for stack in stacks] == [2]
    alone = torch.cat([train(frames, [task], settings) for task in tasks])
    assert torch.equal(stacks[0].flat, alone)


def test_a_forced_stack_of_varied_lengths_agrees():
    stack = Stack(
        VARIED,
        targets(VARIED),
        TASKS,
        SETTINGS,
        n_classes=CLASSES,
        standardise=False,
        device="cpu",
    )
    together = stack.train(None, lambda _: None).flat
    torch.testing.assert_close(together, train(VARIED, TASKS), atol=1e-4, rtol=1e-4)


def test_seeds():
    first, again, other = (train(VARIED, [HeadTask(TASKS[0].train, seed)]) for seed in (0, 0, 1))
    assert torch.equal(first, again)
    assert (first != other).float().mean() > 0.9


def test_dropout_changes_training():
    none = HeadSettings(lr=3e-3, epochs=4, batch_size=8, hidden=16, dropout=0.0)
    assert not torch.equal(train(VARIED, TASKS[:1]), train(VARIED, TASKS[:1], none))


class Interrupted(Exception):
    pass


@pytest.mark.parametrize(
    ("frames", "tasks"),
    [(VARIED, TASKS), (random_frames([1] * 42, layers=1), TASKS), (VARIED, TASKS[:1])],
    ids=["one by one", "stacked", "single"],
)
def test_training_goes_on_after_a_crash(frames, tasks, tmp_path, monkeypatch):
    monkeypatch.setattr(_stack, "CHECKPOINT_SECONDS", -1.0)
    calls = []

    def crash(steps: int) -> None:
        calls.append(steps)
        if len(calls) == 9:
            raise Interrupted

    with pytest.raises(Interrupted):
        train(frames, tasks, checkpoints=tmp_path, on_step=crash)
    counted, steps_before = [], sum(calls)
    resumed = train(frames, tasks, checkpoints=tmp_path, on_step=counted.append)
    assert torch.equal(resumed, train(frames, tasks))
    assert 0 < counted[0] <= steps_before
    assert sum(counted) == sum(SETTINGS.steps(len(task.train))[1] for task in tasks)


def test_finished_heads_are_not_trained_again(tmp_path, monkeypatch):
    first = train(VARIED, TASKS, checkpoints=tmp_path)
    monkeypatch.setattr(Stack, "_step", lambda *_: pytest.fail("trained again"))
    counted = []
    assert torch.equal(train(VARIED, TASKS, checkpoints=tmp_path, on_step=counted.append), first)
    assert counted == [SETTINGS.steps(len(task.train))[1] for task in TASKS]


def spoilt_checkpoint(path: Path, how: str) -> None:
    state = load_file(path)
    if how == "truncated":
        path.write_bytes(path.read_bytes()[:-100])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "without a step":
        save_file(state, path)
    elif how == "of fewer heads":
        save_file({k: v[:1] + 1 for k, v in state.items()}, path, metadata={"step": "3"})
    elif how == "of another width":
        save_file(
            {k: v[:, :-1].contiguous() for k, v in state.items()}, path, metadata={"step": "3"}
        )
    elif how == "half of another shape":
        state["second"] = state["second"][:, :-1].contiguous()
        save_file(state, path, metadata={"step": "3"})


@pytest.mark.parametrize(
    "how",
    [
        "truncated",
        "empty",
        "without a step",
        "of fewer heads",
        "of another width",
        "half of another shape",
    ],
)
def test_an_unusable_checkpoint_is_ignored(how, tmp_path):
    frames = random_frames([1] * 42, layers=1)
    expected = train(frames, TASKS, checkpoints=tmp_path)
    (path,) = tmp_path.iterdir()
    spoilt_checkpoint(path, how)
    counted = []
    assert torch.equal(train(frames, TASKS, checkpoints=tmp_path, on_step=counted.append), expected)
    assert counted[0] == 0
    assert load_file(path)["flat"].shape == expected.shape


def test_standardising_uses_the_training_utterances_alone():
    clips = random_frames([1] * 42, layers=1).clips
    changed = [clip if i < 30 else clip * 100 + 7 for i, clip in enumerate(clips)]
    tasks, frames = TASKS[:1], Frames(clips)
    standardised = train(frames, tasks, standardise=True)
    assert torch.equal(train(Frames(changed), tasks, standardise=True), standardised)
    assert not torch.equal(train(frames, tasks), standardised)
    scaled = Frames([clip * 1000 - 3 for clip in clips])
    torch.testing.assert_close(
        train(scaled, tasks, standardise=True), standardised, atol=1e-3, rtol=1e-3
    )


def test_constant_features_give_finite_weights():
    clips = [clip.clone() for clip in random_frames([1] * 42, layers=1).clips]
    for clip in clips:
        clip[..., 0], clip[..., 1], clip[..., 2] = 0.0, 0.1, 1e30
    frames = Frames(clips)
    stacks = train_heads(
        frames, targets(frames), TASKS, SETTINGS, n_classes=CLASSES, standardise=True
    )
    assert all(torch.isfinite(stack.flat).all() for stack in stacks)
    answers = predict(stacks, frames, [np.arange(42)] * 3)
    assert all(np.isfinite(logits).all() for logits in answers)


def test_predictions_answer_what_is_asked():
    frames = random_frames([3, 1, 6, 2, 9, 4, 5] * 20, layers=3)
    stacks = train_heads(frames, targets(frames), TASKS[:2], SETTINGS, n_classes=CLASSES)
    wanted = [np.arange(140)[::-1], np.array([7, 3])]
    answers = predict(stacks, frames, wanted)
    for stack, indices, logits in zip(stacks, wanted, answers, strict=True):
        expected = PlainHead(stack)([frames.clips[i] for i in indices]).detach().numpy()
        np.testing.assert_allclose(logits, expected, atol=1e-5, rtol=1e-4)
        assert logits.dtype == np.float32


@pytest.mark.parametrize("steps", [2, 3, 9, 11, 30, 100])
def test_the_schedule_is_that_of_torch(steps):
    optimiser = torch.optim.AdamW([torch.zeros(1)], lr=1.0)
    cycle = OneCycleLR(optimiser, max_lr=2e-3, total_steps=steps, pct_start=0.1)
    for lr, beta in one_cycle(steps, 2e-3, 0.1):
        group = optimiser.param_groups[0]
        assert (lr, beta) == (group["lr"], group["betas"][0])
        optimiser.step()
        if cycle.last_epoch + 1 < steps:
            cycle.step()
    assert one_cycle(steps, 2e-3, 0.1).shape == (steps, 2)


@pytest.mark.parametrize(("steps", "warmup"), [(1, 0.1), (10, 0.1), (4, 0.25)])
def test_schedules_that_torch_refuses_start_at_the_peak(steps, warmup):
    cycle = one_cycle(steps, 2e-3, warmup)
    assert cycle.shape == (steps, 2)
    assert cycle[0, 0] == pytest.approx(2e-3)
    assert (np.diff(cycle[:, 0]) < 0).all()
    settings = HeadSettings(lr=2e-3, epochs=steps, warmup=warmup, hidden=16)
    assert torch.isfinite(train(VARIED, [HeadTask(np.arange(2), 0)], settings)).all()


def test_min_steps_adds_epochs():
    settings = HeadSettings(lr=1e-3, epochs=2, min_steps=300, batch_size=32)
    assert settings.steps(100) == (4, 300)
    assert settings.steps(97) == (4, 300)
    assert settings.steps(224) == (7, 301)
    assert settings.steps(32 * 200) == (200, 400)
    counted = []
    short = HeadSettings(lr=1e-3, epochs=1, min_steps=7, batch_size=8, hidden=16)
    train(VARIED, [HeadTask(np.arange(20), 0)], short, on_step=counted.append)
    assert sum(counted) == 9


def test_dropout_mask():
    mask = dropout_mask(3, 5, (400, 512), 0.1)
    assert mask.dtype == torch.float32
    assert {round(v, 3) for v in mask.unique().tolist()} == {0.0, 1.111}
    assert (mask > 0).float().mean().item() == pytest.approx(0.9, abs=0.004)
    assert mask.mean().item() == pytest.approx(1.0, abs=0.005)
    assert torch.equal(dropout_mask(3, 5, (37, 512), 0.1), mask[:37])
    assert not torch.equal(dropout_mask(3, 6, (400, 512), 0.1), mask)
    assert not torch.equal(dropout_mask(4, 5, (400, 512), 0.1), mask)
    assert (dropout_mask(3, 5, (40, 16), 0.0) == 1).all()
