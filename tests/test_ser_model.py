"""The classifier for transformers: what it computes, how it is trained, where it is used."""

import dataclasses
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
import transformers
from datasets import Dataset
from test_encoders import SMALL, STABLE, noise
from test_encoders_padded import TINY

import ser_evals
from ser_evals import metrics
from ser_evals.backbones import get_backbone
from ser_evals.features import FrameOptions, extract_one
from ser_evals.modeling.collator import SerCollator
from ser_evals.modeling.encoders import open_encoder
from ser_evals.modeling.heads import FrameHeads
from ser_evals.modeling.registration import register
from ser_evals.modeling.remote.build_ser import build
from ser_evals.modeling.remote.configuration_ser import SerConfig
from ser_evals.modeling.remote.feature_extraction_ser import SerFeatureExtractor
from ser_evals.modeling.remote.heads_ser import FrameHead, PooledHead
from ser_evals.modeling.remote.modeling_ser import SerForAudioClassification
from ser_evals.modeling.remote.pipeline_ser import SerPipeline

WHISPER = dict(
    model_type="whisper",
    d_model=16,
    encoder_layers=2,
    encoder_attention_heads=2,
    encoder_ffn_dim=32,
    max_source_positions=50,
)
WAV2VEC2 = dict(model_type="wav2vec2", **SMALL)
GROUP, LAYER = {}, STABLE
RAW = {
    "wav2vec2": GROUP,
    "wav2vec2 layer": LAYER,
    "hubert": GROUP,
    "hubert batch": dict(STABLE, conv_pos_batch_norm=True),
    "wavlm": LAYER,
    "unispeech": GROUP,
    "unispeech-sat": LAYER,
    "data2vec-audio": dict(conv_pos_kernel_size=5, num_conv_pos_embeddings=2),
}
SPECTROGRAMS = {
    "ast": dict(TINY, model_type="audio-spectrogram-transformer", max_length=128, num_mel_bins=32),
    "clap": dict(
        model_type="clap_audio_model",
        spec_size=64,
        num_mel_bins=16,
        depths=[1, 1],
        num_attention_heads=[2, 2],
        patch_embeds_hidden_size=8,
        hidden_size=16,
        input={"samples": 96_000},
    ),
    "wav2vec2-bert": dict(TINY, model_type="wav2vec2-bert", conv_depthwise_kernel_size=5),
}
SPECTROGRAMS["wav2vec2-bert relative"] = dict(
    SPECTROGRAMS["wav2vec2-bert"], position_embeddings_type="relative"
)
SPECTROGRAMS["clap fused"] = dict(SPECTROGRAMS["clap"], enable_fusion=True, aff_block_r=2)
RATES = {kind: {"sampling_rate": 48_000} for kind in ("clap", "clap fused")}
TRUNCATION = {"clap": "rand_trunc", "clap fused": "fusion"}
PRIORS = ({}, {"prior": "source"})
NAMES = ("anger", "fear", "joy", "neutral")
LENGTHS = (3_000, 8_000, 16_000, 40_000, 5)


@pytest.fixture(scope="module", autouse=True)
def registered():
    register()


def model(backbone=WHISPER, **options) -> SerForAudioClassification:
    torch.manual_seed(0)
    names = options.pop("names", NAMES)
    config = SerConfig(
        backbone_config=dict(backbone),
        id2label=dict(enumerate(names)),
        label2id={name: i for i, name in enumerate(names)},
        **{"hidden": 8, **options},
    )
    made = SerForAudioClassification(config).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return made


def extractor(made: SerForAudioClassification) -> SerFeatureExtractor:
    net = made.backbone
    return SerFeatureExtractor(sampling_rate=net.sampling_rate, shortest=net.shortest)


def waves(*lengths: int) -> list[np.ndarray]:
    return [noise(length / 16_000, length) for length in lengths]


def logits(made: SerForAudioClassification, clips: list[np.ndarray], **options) -> torch.Tensor:
    with torch.no_grad():
        return made(**extractor(made)(clips, return_tensors="pt"), **options).logits


BACKBONES = {
    "whisper full": (WHISPER, {}),
    "whisper clip": (WHISPER, {"context": "clip"}),
    "mfcc": ({"model_type": "mfcc"}, {"standardise": True}),
    "opensmile": (
        {"model_type": "opensmile", "features": "IS09", "level": "descriptors"},
        {"standardise": True},
    ),
    "cnn14": ({"model_type": "cnn14", "width": 4}, {}),
    "ecapa": ({"model_type": "ecapa", "channels": 16, "dim": 8}, {}),
    "crnn18": ({"model_type": "crnn18", "hidden": 8}, {}),
    "resnet": ({"model_type": "resnet", "depths": [1, 1, 1, 1], "hidden_sizes": [8] * 4}, {}),
    "swin": (
        {
            "model_type": "swin",
            "embed_dim": 8,
            "depths": [1, 1, 1, 1],
            "num_heads": [1, 1, 1, 1],
            "input": {"size": [224, 224]},
        },
        {},
    ),
    **{kind: (described, RATES.get(kind, {})) for kind, described in SPECTROGRAMS.items()},
    **{
        kind: ({**SMALL, **extra, "model_type": kind.split()[0]}, {}) for kind, extra in RAW.items()
    },
}


@pytest.mark.parametrize("kind", BACKBONES)
@pytest.mark.parametrize("head", ["frames", "pooled"])
def test_a_clip_does_not_depend_on_its_batch(kind, head):
    backbone, options = BACKBONES[kind]
    made = model(backbone, head=head, **options)
    clips = waves(*LENGTHS)
    together = logits(made, clips)
    assert together.shape == (5, 4) and torch.isfinite(together).all()
    alone = torch.cat([logits(made, [clip]) for clip in clips])
    torch.testing.assert_close(alone, together, atol=1e-5, rtol=1e-5)
    batch = extractor(made)(clips, return_tensors="pt")
    padded = {name: torch.nn.functional.pad(v, (0, 700)) for name, v in batch.items()}
    with torch.no_grad():
        torch.testing.assert_close(made(**padded).logits, together, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", ["whisper full", "whisper clip", *RAW, *SPECTROGRAMS])
def test_backbones_are_the_frozen_encoders(kind, tmp_path):
    backbone, options = BACKBONES[kind]
    made = model(backbone, **options)
    made.backbone.net.save_pretrained(tmp_path)
    if kind.startswith("clap"):
        transformers.ClapFeatureExtractor(
            feature_size=16, max_length_s=2, frequency_min=50, truncation=TRUNCATION[kind]
        ).save_pretrained(tmp_path)
    encoder = open_encoder(get_backbone(tmp_path), context=made.config.context)
    assert (encoder.layers, encoder.dim, encoder.rate) == (
        made.backbone.layers,
        made.backbone.dim,
        made.backbone.rate,
    )
    assert (encoder.shortest, encoder.window) == (made.backbone.shortest, made.backbone.window)
    for clip in waves(*LENGTHS):
        if len(clip) > encoder.window * encoder.sampling_rate:
            continue
        states = encoder.encode([np.pad(clip, (0, max(0, encoder.shortest - len(clip))))])[0]
        with torch.no_grad():
            found, frames = made.frames(**extractor(made)(clip, return_tensors="pt"))
        assert frames.tolist() == [len(states)]
        torch.testing.assert_close(found[0], states, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("rate", [None, 0, 5.0, 7.0])
@pytest.mark.parametrize("layer", ["weighted", "last", 1])
@pytest.mark.parametrize("windows", ["all", "first"])
def test_frames_are_those_of_the_cache(rate, layer, windows, tmp_path):
    made = model(frames_per_second=rate, layer=layer, windows=windows, half=True)
    made.backbone.net.save_pretrained(tmp_path)
    encoder = open_encoder(get_backbone(tmp_path))
    options = FrameOptions(rate=rate, layers="all", context="full", windows=windows)
    for clip in waves(*LENGTHS, 41_000):
        states = extract_one(clip, encoder, options).float()
        if layer != "weighted":
            states = states[:, -1 if layer == "last" else layer][:, None]
        with torch.no_grad():
            found, _ = made.frames(**extractor(made)(clip, return_tensors="pt"))
        assert found[0].shape == states.shape
        torch.testing.assert_close(found[0], states, atol=2e-3, rtol=2e-3)


def test_frame_head_is_the_head_of_the_benchmark():
    stack = FrameHeads(1, layers=3, dim=6, n_classes=4, hidden=8)
    with torch.no_grad():
        stack.flat.normal_(generator=torch.Generator().manual_seed(1))
    stack.standardise(torch.randn(1, 6), torch.rand(1, 6) + 0.5)
    options = dict(layers=3, hidden=8, classes=4, dropout=0.1, standardise=True)
    head = FrameHead(6, **options).eval()
    with torch.no_grad():
        head.first.weight.copy_(stack.w1[0].T)
        head.first.bias.copy_(stack.b1[0, 0])
        head.norm.weight.copy_(stack.scale[0, 0])
        head.norm.bias.copy_(stack.shift[0, 0])
        head.last.weight.copy_(stack.w2[0].T)
        head.last.bias.copy_(stack.b2[0, 0])
        head.mix.copy_(stack.mix[0, 0])
        head.mean.copy_(stack.mean[0, 0])
        head.spread.copy_(stack.spread[0, 0])
    states = torch.randn(2, 5, 3, 6)
    average = torch.zeros(1, 2, 10)
    average[0, 0, :5], average[0, 1, 5:8] = 1 / 5, 1 / 3
    expected = stack(states.view(1, 10, 3, 6), average)[0]
    torch.testing.assert_close(head(states, torch.tensor([5, 3])), expected)
    track = head.track(states)
    torch.testing.assert_close(track[0].mean(0), expected[0])
    pooled = PooledHead(6, **options).eval()
    same = states.mean(1, keepdim=True).expand(-1, 5, -1, -1)
    lengths = torch.tensor([5, 5])
    torch.testing.assert_close(pooled(same, lengths), pooled(states, lengths))


def test_initial_weights_of_the_head():
    torch.manual_seed(0)
    config = SerConfig(backbone_config=WHISPER, num_labels=8, layer="last", hidden=512)
    head = SerForAudioClassification(config).head
    assert head.first.weight.abs().max() <= (6 / (16 + 512)) ** 0.5
    assert head.last.weight.std().item() == pytest.approx(512**-0.5, rel=0.05)
    assert not head.first.bias.any() and not head.last.bias.any() and head.mix is None


@pytest.mark.parametrize("counts", [[4, 3, 2, 1], [0.5, 0.0, 0.25, 0.25]])
def test_prior_is_logit_adjust(counts):
    made = model(source_prior=[float(c) for c in counts], seen=[c > 0 for c in counts])
    clips = waves(4_000, 9_000)
    plain = logits(made, clips)
    assert torch.equal(plain, logits(made, clips, prior="none"))
    for prior, scores in (("none", plain), ("source", logits(made, clips, prior="source"))):
        expected = metrics.logit_adjust(plain, counts, mode=prior) if prior == "source" else plain
        np.testing.assert_allclose(scores, expected, rtol=1e-6, atol=1e-6)
    default = model(source_prior=[float(c) for c in counts], prior="source")
    assert torch.equal(logits(default, clips), logits(made, clips, prior="source"))
    labels = torch.tensor([0, 3])
    batch = extractor(made)(clips, return_tensors="pt")
    losses = [made(**batch, labels=labels, prior=p).loss for p in ("none", "source")]
    assert losses[0] == losses[1] == torch.nn.functional.cross_entropy(plain, labels)


def test_seen_masks_a_class_whose_share_is_smoothed():
    made = model(source_prior=[0.3, 0.1, 0.3, 0.3], seen=[True, False, True, True])
    assert logits(made, waves(4_000), prior="source")[0].isinf().tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"head": "x"}, "head: expected one of frames, pooled, mlp, lstm, got 'x'"),
        ({"prior": "oracle"}, "prior: expected one of none, source"),
        ({"prior": "source"}, "prior 'source' needs source_prior"),
        ({"source_prior": [0.0] * 4}, "source_prior: expected shares or counts"),
        ({"layer": "first"}, "layer: expected 'weighted', 'last' or a number"),
        ({"layer": 3}, "no layer 3: the backbone has 0 to 2"),
        ({"context": "x"}, "context: expected one of full, clip"),
        ({"sampling_rate": 8_000}, "the backbone takes 16000 Hz"),
    ],
)
def test_a_wrong_configuration(options, message):
    with pytest.raises(ValueError, match=message):
        model(**options)


@pytest.mark.parametrize(
    "labels", [{"num_labels": 2}, {"id2label": {0: "a", 1: "b"}, "label2id": {"a": 0, "b": 1}}]
)
def test_other_labels_on_the_same_backbone(labels, tmp_path):
    made = model(source_prior=[0.4, 0.3, 0.2, 0.1], seen=[True] * 4, prior="source")
    made.save_pretrained(tmp_path / "four")
    options = {"ignore_mismatched_sizes": True, **labels}
    other = SerForAudioClassification.from_pretrained(tmp_path / "four", **options)
    assert (other.config.source_prior, other.config.seen, other.config.prior) == (
        None,
        None,
        "none",
    )
    assert logits(other, waves(4_000)).shape == (1, 2)
    assert torch.equal(other.head.first.weight, made.head.first.weight)
    assert not other.head.last.bias.any() and 0 < other.head.last.weight.abs().max() < 3
    other.save_pretrained(tmp_path / "two")
    again = SerForAudioClassification.from_pretrained(tmp_path / "two")
    assert torch.equal(logits(again, waves(4_000)), logits(other, waves(4_000)))


def test_an_unknown_backbone():
    with pytest.raises(ValueError, match="unknown model_type 'bert'"):
        build({"model_type": "bert"})


def test_wrong_arguments():
    made = model()
    with pytest.raises(ValueError, match="prior: expected one of none, source, got 'x'"):
        logits(made, waves(4_000), prior="x")
    with pytest.raises(ValueError, match="prior 'source' needs source_prior"):
        logits(made, waves(4_000), prior="source")
    with pytest.raises(ValueError, match=r"expected \(clips, samples\), got \(400,\)"):
        made(torch.zeros(400))


@pytest.mark.parametrize("rate", [None, 5.0])
def test_a_track_averages_to_the_clip(rate):
    made = model(frames_per_second=rate, source_prior=[0.4, 0.0, 0.3, 0.3])
    clips = waves(*LENGTHS)
    batch = extractor(made)(clips, return_tensors="pt")
    tracks = made.frame_track(**batch)
    plain = logits(made, clips)
    for clip, (times, probabilities, whole), row in zip(clips, tracks, plain, strict=True):
        torch.testing.assert_close(whole, row, atol=1e-5, rtol=1e-5)
        assert probabilities.shape == (len(times), 4)
        torch.testing.assert_close(probabilities.sum(1), torch.ones(len(times)))
        assert (times.diff() > 0).all()
        assert times[0] > 0 and times[-1] < max(len(clip) / 16_000, 0.02)
        step = 0.02 if rate is None else 0.2
        if len(clip) > 8_000:
            torch.testing.assert_close(times[1] - times[0], torch.tensor(step), atol=0.03, rtol=0)
    masked = made.frame_track(**batch, prior="source")
    assert not masked[0].probabilities[:, 1].any()
    with pytest.raises(ValueError, match="pooled head says nothing of single frames"):
        model(head="pooled").frame_track(**batch)


def test_feature_extractor_resamples_and_checks():
    own = SerFeatureExtractor(sampling_rate=16_000, shortest=4_000)
    time = np.arange(44_100) / 44_100
    batch = own(np.sin(2 * np.pi * 440 * time), sampling_rate=44_100)
    assert batch["input_values"].shape == (1, 16_000)
    expected = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)
    assert np.abs(batch["input_values"][0] - expected)[200:-200].max() < 1e-3
    for clip in ([0.5, 0.25], np.array([0.5, 0.25]), torch.tensor([0.5, 0.25]), [[0.5, 0.25]]):
        batch = own(clip, return_tensors="pt")
        assert batch.input_values.shape == (1, 4_000) and batch.attention_mask.sum() == 2
        assert batch.input_values.dtype == torch.float32
    for clip, message in (
        (np.zeros((2, 100)), r"expected mono samples \(samples,\), found shape \(2, 100\)"),
        (np.array([np.nan]), "holds NaN or infinite samples"),
        (np.array([]), "holds no samples"),
        ([], "found an empty list"),
        ([np.zeros(4), np.array([np.inf])], "clip 1: holds NaN"),
    ):
        with pytest.raises(ValueError, match=message):
            own(clip)
    short = own(np.ones(9_000), truncation=True, max_length=5_000, return_attention_mask=False)
    assert set(short) == {"input_values"} and short["input_values"].shape == (1, 5_000)
    long = own(np.ones(9_000), padding="max_length", max_length=10_000)
    assert long["input_values"].shape == (1, 10_000) and long["attention_mask"].sum() == 9_000
    with pytest.raises(ValueError, match="sampling_rate: expected Hz"):
        own(np.zeros(5), sampling_rate=-1)


def test_gradients_reach_everything_but_a_frozen_backbone():
    made = model(WAV2VEC2, half=True, frames_per_second=5.0).train()
    batch = extractor(made)(waves(4_000, 6_000), return_tensors="pt")
    made(**batch, labels=torch.tensor([0, 1])).loss.backward()
    unused = {n for n, p in made.named_parameters() if p.grad is None or not p.grad.any()}
    assert all(name.endswith("k_proj.bias") for name in unused)  # shifts every score alike
    assert all(p.grad is not None for p in made.parameters())
    made.zero_grad()
    made.freeze_backbone().train()
    assert not made.backbone.training and made.head.training
    made(**batch, labels=torch.tensor([0, 1])).loss.backward()
    assert all(p.grad is None for p in made.backbone.parameters())
    assert all(p.grad.any() for n, p in made.head.named_parameters() if n != "mix")


QUIET = {f"{part}_dropout": 0.0 for part in ("hidden", "attention", "activation", "feat_proj")}


@pytest.mark.parametrize("kind", [k for k in RAW if "batch" not in k])
def test_gradients_of_a_padded_batch_are_those_of_its_clips(kind):
    backbone = BACKBONES[kind][0] | QUIET
    made = model(backbone, dropout=0.0).train()
    clips, labels = waves(900, 4_000, 2_100), torch.tensor([0, 1, 3])

    def gradients(clips: list[np.ndarray], labels: torch.Tensor) -> torch.Tensor:
        made.zero_grad()
        made(**extractor(made)(clips, return_tensors="pt"), labels=labels).loss.backward()
        return torch.cat([p.grad.flatten() for p in made.parameters()])

    alone = sum(gradients([clips[i]], labels[i : i + 1]) for i in range(3)) / 3
    assert alone.any()
    torch.testing.assert_close(gradients(clips, labels), alone, atol=1e-4, rtol=1e-3)
    made.gradient_checkpointing_enable()
    torch.testing.assert_close(gradients(clips, labels), alone, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("kind", SPECTROGRAMS)
def test_backbones_on_spectrograms_learn(kind):
    backbone, options = BACKBONES[kind]
    made = model(backbone, **options).train()
    batch = extractor(made)(waves(4_000, 9_000), return_tensors="pt")
    made(**batch, labels=torch.tensor([0, 1])).loss.backward()
    unused = {n for n, p in made.named_parameters() if p.requires_grad and p.grad is None}
    assert not unused
    gradients = [p.grad for p in made.backbone.parameters() if p.requires_grad]
    assert all(g.isfinite().all() for g in gradients)
    assert sum(bool(g.any()) for g in gradients) > 0.8 * len(gradients)


@pytest.fixture
def clips(tmp_path) -> Dataset:
    """Sixteen tones: low ones are calm."""
    rows = []
    for i in range(16):
        time = np.arange(4_000 + 100 * i) / 16_000
        tone = 0.3 * np.sin(2 * np.pi * (200, 2_000)[i % 2] * time)
        soundfile.write(tmp_path / f"{i}.wav", tone, 16_000)
        rows.append({"audio": str(tmp_path / f"{i}.wav"), "emotion": i % 2})
    return Dataset.from_list(rows)


def uar(found) -> dict[str, float]:
    import evaluate

    metric = evaluate.load("uar")
    return metric.compute(predictions=found.predictions.argmax(-1), references=found.label_ids)


def test_trainer(clips, tmp_path):
    ser_evals.register()
    made = model(names=("calm", "excited"), hidden=32).freeze_backbone()
    before = {name: p.clone() for name, p in made.named_parameters()}
    arguments = transformers.TrainingArguments(
        output_dir=str(tmp_path / "out"),
        per_device_train_batch_size=4,
        num_train_epochs=12,
        learning_rate=0.01,
        remove_unused_columns=False,
        label_names=["labels"],
        report_to=[],
        save_strategy="no",
        disable_tqdm=True,
        use_cpu=True,
    )
    trainer = transformers.Trainer(
        made,
        arguments,
        train_dataset=clips,
        eval_dataset=clips,
        data_collator=SerCollator(extractor(made)),
        compute_metrics=uar,
    )
    trainer.train()
    assert trainer.evaluate()["eval_uar"] == 1.0
    for name, parameter in made.named_parameters():
        assert torch.equal(parameter, before[name]) == name.startswith("backbone."), name
    trainer.save_model(tmp_path / "saved")
    again = SerForAudioClassification.from_pretrained(tmp_path / "saved")
    batch = SerCollator(extractor(made))(list(clips))
    with torch.no_grad():
        assert torch.equal(again(**batch).logits, made.eval()(**batch).logits)


def test_plain_accelerate(clips):
    from accelerate import Accelerator

    accelerator = Accelerator(cpu=True)
    made = model(WAV2VEC2, names=("calm", "excited"), hidden=32)
    loader = torch.utils.data.DataLoader(
        clips, batch_size=4, collate_fn=SerCollator(extractor(made))
    )
    optimiser = torch.optim.AdamW(made.parameters(), lr=3e-3)
    made, optimiser, loader = accelerator.prepare(made, optimiser, loader)
    losses = []
    for _ in range(6):
        for batch in loader:
            loss = made(**batch).loss
            accelerator.backward(loss)
            optimiser.step()
            optimiser.zero_grad()
            losses.append(loss.item())
    assert np.mean(losses[-4:]) < 0.5 * np.mean(losses[:4])


def test_collator_reads_what_datasets_hold(clips, tmp_path):
    own = SerCollator(SerFeatureExtractor())
    path = clips[0]["audio"]
    samples, rate = soundfile.read(path, dtype="float32")
    rows = [
        {"audio": path},
        {"audio": {"path": path, "bytes": None}},
        {"audio": {"path": None, "bytes": Path(path).read_bytes()}},
        {"audio": {"array": samples, "sampling_rate": rate}},
        {"audio": samples},
    ]
    batch = own(rows)
    assert set(batch) == {"input_values", "attention_mask"}
    assert all(torch.equal(row, batch["input_values"][0]) for row in batch["input_values"])
    cut = own([{"audio": {"path": path, "bytes": None}, "start": 0.1, "end": 0.2, "emotion": 1}])
    assert torch.equal(cut["input_values"][0], batch["input_values"][0, 1_600:3_200])
    with pytest.raises(ser_evals.SerEvalsError, match="no audio in column 'audio': it has emotion"):
        own([{"emotion": 1}])


def test_pipeline(tmp_path):
    made = model(source_prior=[0.4, 0.3, 0.2, 0.1])
    made.save_pretrained(tmp_path / "model")
    extractor(made).save_pretrained(tmp_path / "model")
    pipe = transformers.pipeline("audio-classification", model=str(tmp_path / "model"))
    (clip,) = waves(12_000)
    expected = logits(made, [clip]).softmax(-1)[0]
    found = pipe(clip, top_k=None)
    assert {x["label"]: pytest.approx(x["score"], abs=1e-6) for x in found} == dict(
        zip(NAMES, expected.tolist(), strict=True)
    )
    assert pipe([clip, clip])[1] == pipe(clip)
    soundfile.write(tmp_path / "a.wav", clip, 16_000, subtype="FLOAT")
    scores = {x["label"]: x["score"] for x in pipe(str(tmp_path / "a.wav"), top_k=None)}
    np.testing.assert_allclose([scores[n] for n in NAMES], expected, atol=1e-3)
    command = ["ffmpeg", "-v", "error", "-i", tmp_path / "a.wav", "-ar", "44100"]
    subprocess.run([*command, tmp_path / "b.wav"], check=True)
    scores = {x["label"]: x["score"] for x in pipe(str(tmp_path / "b.wav"), top_k=None)}
    np.testing.assert_allclose([scores[n] for n in NAMES], expected, atol=0.02)


def test_pipeline_for_any_rate(tmp_path):
    made = model(source_prior=[0.7, 0.1, 0.1, 0.1])
    options = {"model": made, "feature_extractor": extractor(made), "top_k": None}
    pipe = transformers.pipeline("audio-classification", pipeline_class=SerPipeline, **options)
    time = np.arange(22_050) / 44_100
    clip = {"array": 0.1 * np.sin(2 * np.pi * 440 * time), "sampling_rate": 44_100}
    wave = 0.1 * np.sin(2 * np.pi * 440 * np.arange(8_000) / 16_000)
    expected = logits(made, [wave]).softmax(-1)[0].tolist()
    scores = {x["label"]: x["score"] for x in pipe(clip)}
    np.testing.assert_allclose([scores[n] for n in NAMES], expected, atol=0.01)
    assert pipe([clip])[0] == pipe(clip)
    plain, uniform = ({x["label"]: x["score"] for x in pipe(clip, **o)} for o in PRIORS)
    ratios = {name: uniform[name] / plain[name] for name in NAMES}
    assert ratios["joy"] == pytest.approx(7 * ratios["anger"], rel=1e-3)


def test_evaluator(clips, tmp_path):
    made = model(names=("calm", "excited"))
    made.save_pretrained(tmp_path / "model")
    extractor(made).save_pretrained(tmp_path / "model")
    scores = ser_evals.evaluator("audio-classification").compute(
        model_or_pipeline=str(tmp_path / "model"),
        data=clips,
        input_column="audio",
        label_column="emotion",
        metric="uar",
    )
    batch = SerCollator(extractor(made))(list(clips))
    with torch.no_grad():
        best = made(**batch).logits.argmax(-1)
    assert scores["uar"] == pytest.approx(metrics.uar(batch["labels"].numpy(), best.numpy()))


def test_half_precision_and_checkpointing():
    made = model(WAV2VEC2)
    (clip,) = waves(8_000)
    expected = logits(made, [clip])
    found = logits(made.bfloat16(), [clip])
    assert found.dtype == torch.bfloat16
    torch.testing.assert_close(found.float().softmax(-1), expected.softmax(-1), atol=0.1, rtol=0)
    for backbone in (WHISPER, WAV2VEC2):
        made = model(backbone)
        with torch.autocast("cpu", torch.bfloat16):
            found = logits(made, [clip]).float()
        torch.testing.assert_close(
            found.softmax(-1), logits(made, [clip]).softmax(-1), atol=0.1, rtol=0
        )
    made = model().train()
    made.gradient_checkpointing_enable()
    batch = extractor(made)(clip, return_tensors="pt")
    made(**batch, labels=torch.tensor([0])).loss.backward()
    assert made.backbone.net.layers[0].fc1.weight.grad.any()


def test_a_configuration_is_kept(tmp_path):
    options = dict(head="pooled", layer=1, frames_per_second=5, dropout=0.3, windows="first")
    config = model(seen=[True] * 4, source_prior=[1.0, 2.0, 3.0, 4.0], **options).config
    config.save_pretrained(tmp_path)
    again = transformers.AutoConfig.from_pretrained(tmp_path)
    assert type(again) is SerConfig
    for name in (f.name for f in dataclasses.fields(SerConfig)):
        if name not in ("transformers_version", "architectures", "auto_map"):
            assert getattr(again, name) == getattr(config, name), name
    assert SerConfig().num_labels == 2
