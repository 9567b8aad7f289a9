"""Every backbone that has a record: it opens, encodes and, where it has weights, learns.

Sizes are small, names and code are real: checkpoints are written as they are published, with few
units and random weights.
"""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import opensmile
import pytest
import torch
import transformers
from safetensors.torch import save_file
from test_backbones import PAPERS
from test_encoders import SMALL, randomised
from test_export import WHISPER, assert_same, finished, paths
from test_export import data as data  # a fixture
from test_export import quick as quick  # a fixture
from test_features import WHOLE, noise
from test_image_networks import TINY as IMAGES

import ser_evals
from ser_evals.backbones import Backbone, get_backbone, list_backbones
from ser_evals.errors import SerEvalsError
from ser_evals.exporting import export
from ser_evals.features import extract_one
from ser_evals.modeling.encoders import Encoder, open_encoder, resolve_revision
from ser_evals.modeling.registration import register
from ser_evals.modeling.remote.build_ser import build
from ser_evals.modeling.remote.configuration_ser import SerConfig
from ser_evals.modeling.remote.feature_extraction_ser import SerFeatureExtractor
from ser_evals.modeling.remote.image_nets_ser import LEAST
from ser_evals.modeling.remote.modeling_ser import SerForAudioClassification
from ser_evals.modeling.remote.smile_ser import SETS
from ser_evals.modeling.threads import one_thread_each
from ser_evals.paths import cache_dir

SECONDS = (3.0, 0.4)
NETWORKS = {
    **{kind: IMAGES[kind] for kind in LEAST},
    "cnn14": {"model_type": "cnn14", "width": 4},
    "ecapa": {"model_type": "ecapa", "channels": 16, "dim": 8},
    "crnn18": {"model_type": "crnn18", "hidden": 8},
    "crnn19": {"model_type": "crnn19", "hidden": 8},
}
NEEDS_SECONDS = {"alexnet": 0.62, "swin": 2.23, "egemaps": 0.5, "compare": 0.5} | {
    f"is{year}": 0.5 for year in ("09", "10", "11", "12", "13")
}
"""Backbones that need more than 0.4 s; shorter clips get zeros behind them."""
BERT = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
AST = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)


def clap() -> torch.nn.Module:
    audio = dict(
        patch_embeds_hidden_size=8,
        depths=[1, 1, 1, 1],
        num_attention_heads=[1, 1, 1, 1],
        hidden_size=64,
        projection_dim=8,
        num_hidden_layers=4,
    )
    text = dict(BERT, vocab_size=16, projection_dim=8)
    config = transformers.ClapConfig(text_config=text, audio_config=audio, projection_dim=8)
    return transformers.ClapModel(config)


def stock(family: str) -> torch.nn.Module:
    """Return a small model of transformers."""
    if family == "clap":
        return clap()
    if family == "whisper":
        return transformers.WhisperModel(transformers.WhisperConfig(**WHISPER))
    if family == "ast":
        return transformers.ASTModel(transformers.ASTConfig(**AST))
    if family == "wav2vec2-bert":
        return transformers.Wav2Vec2BertModel(transformers.Wav2Vec2BertConfig(**BERT))
    options = dict(IMAGES.get(family, SMALL))
    options.pop("model_type", None)
    kind = "hubert" if family == "mert" else family
    config = transformers.AutoConfig.for_model(kind, **options)
    return transformers.AutoModel.from_config(config)


def lay_down(folder: Path, record: Backbone) -> None:
    torch.manual_seed(0)
    if record.engine == "network":
        folder.mkdir()
        (folder / "config.json").write_text(json.dumps(NETWORKS[record.name]))
        network = build(NETWORKS[record.name] | {"classes": 0})
        save_file(getattr(network, "net", network).state_dict(), folder / "model.safetensors")
        return
    randomised(stock(record.family)).save_pretrained(folder)
    if record.family == "mert":
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | {"model_type": "mert_model"}))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """Write a small checkpoint of the same family as a backbone's."""
    root = tmp_path_factory.mktemp("checkpoints")

    def folder(name: str) -> Path:
        record = get_backbone(name)
        path = root / f"small-{record.name if record.engine == 'network' else record.family}"
        if not path.exists():
            lay_down(path, record)
        return path

    return folder


@pytest.fixture(scope="module")
def opened(checkpoint):
    """Open a backbone, its checkpoint exchanged for a small one."""
    encoders: dict[Path, Encoder] = {}

    def give(name: str) -> Encoder:
        record = get_backbone(name)
        if record.engine in ("opensmile", "librosa"):
            return open_encoder(record)
        if (folder := checkpoint(name)) not in encoders:
            local = replace(record, checkpoint=str(folder))
            if record.engine == "network":
                local = get_backbone(folder)
            assert resolve_revision(local).startswith("local-")
            encoders[folder] = open_encoder(local)
        return encoders[folder]

    return give


@pytest.mark.parametrize("name", list_backbones())
@pytest.mark.parametrize("seconds", SECONDS)
def test_every_backbone_encodes(name, seconds, opened):
    encoder = opened(name)
    states = extract_one(noise(seconds * encoder.sampling_rate / 16_000, 1), encoder, WHOLE)
    padded = max(seconds, encoder.shortest / encoder.sampling_rate)
    expected = padded * encoder.rate if encoder.rate else 1
    # Windows of feature sets are up to 60 ms long: the last ones would end behind the clip.
    assert abs(len(states) - expected) <= 5
    assert states.shape[1:] == (encoder.layers, encoder.dim)
    assert torch.isfinite(states).all() and states.any()


@pytest.mark.parametrize("name", [*NETWORKS, "resnet50", "swin-tiny", "convnext-tiny"])
def test_networks_alone_in_batches_and_in_half_precision(name, checkpoint):
    local = get_backbone(checkpoint(name))
    encoder, half = open_encoder(local), open_encoder(local, precision="bfloat16")
    waves = [noise(seconds, i) for i, seconds in enumerate((3.0, 2.4, 2.4, 4.1))]
    for wave, together in zip(waves, encoder.encode(waves), strict=True):
        (alone,), (rounded,) = encoder.encode([wave]), half.encode([wave])
        torch.testing.assert_close(together, alone, atol=1e-5, rtol=1e-4)
        assert torch.linalg.norm(rounded - alone) < 0.03 * torch.linalg.norm(alone)


@pytest.mark.parametrize("name", list_backbones())
def test_what_needs_padding(name, opened):
    record, encoder = get_backbone(name), opened(name)
    needs = NEEDS_SECONDS.get(name, NEEDS_SECONDS.get(record.family, 0))
    if needs:
        assert encoder.shortest / encoder.sampling_rate == pytest.approx(needs, abs=0.005)
    else:
        assert encoder.shortest <= 0.4 * encoder.sampling_rate


def test_every_name_of_the_papers_is_a_backbone():
    names = {name for names in PAPERS.values() for name in names.split()}
    names |= {alias for name in list_backbones() for alias in get_backbone(name).aliases}
    assert {get_backbone(name).name for name in names} <= set(list_backbones())
    assert len(names) > 54


def described(name: str, encoder: Encoder) -> dict:
    """Return what a model for training is built from."""
    if (own := getattr(encoder, "described", None)) is not None:
        return own
    record = get_backbone(name)
    if record.engine != "transformers":
        return {"model_type": "mfcc" if name == "mfcc" else "opensmile", "features": "IS09"}
    # A layer that is dropped leaves no state behind, and heads want one of every layer.
    quiet = {"layerdrop": 0.0, "apply_spec_augment": False}
    return {**encoder.network.config.to_dict(), **quiet, "input": {}}


@pytest.mark.parametrize("name", list_backbones())
def test_every_backbone_with_weights_learns(name, opened):
    encoder = opened(name)
    facts = described(name, encoder)
    torch.manual_seed(0)
    net = build(facts).train()
    if encoder.network is None:
        assert not list(net.parameters())
        return
    clips = [torch.from_numpy(noise(s, i)) for i, s in enumerate((*SECONDS, *SECONDS))]
    lengths = torch.tensor([max(len(clip), net.shortest) for clip in clips])
    waves = torch.zeros(len(clips), int(lengths.max()))
    for row, clip in zip(waves, clips, strict=True):
        row[: len(clip)] = clip
    states, frames = net(waves, lengths)
    assert states.shape == (4, int(frames.max()), net.layers, net.dim)
    states[:, 0].square().mean().backward()
    gradients = [p.grad for p in net.parameters() if p.grad is not None]
    assert len(gradients) > 0.6 * len(list(net.parameters()))
    assert all(torch.isfinite(g).all() for g in gradients) and any(g.any() for g in gradients)


PAPER_HEADS = {"mlp": 64, "lstm": 32}
"""Hidden units; dropout is 0.5."""


@pytest.mark.parametrize(
    "name", [name for name in PAPERS["fifteen_years"].split() if get_backbone(name).head]
)
@one_thread_each()  # an LSTM is thousands of small operations
def test_feature_sets_with_the_network_of_the_paper(name, tmp_path):
    register()
    record = get_backbone(name)
    assert record.head == name.rpartition("-")[2]
    described = {"model_type": "opensmile", "features": opensmile_set(record)}
    described["level"] = "descriptors" if record.head == "lstm" else "functionals"
    torch.manual_seed(0)
    config = SerConfig(
        backbone=name, backbone_config=described, head=record.head, dropout=0.5, num_labels=4,
        hidden=PAPER_HEADS[record.head],
    )  # fmt: skip
    model = transformers.AutoModelForAudioClassification.from_config(config)
    front = SerFeatureExtractor(shortest=model.backbone.shortest)
    batch = front([noise(s, i) for i, s in enumerate(SECONDS)], return_tensors="pt")
    states, frames = model.frames(**batch)
    valid = torch.cat([clip[:n, 0] for clip, n in zip(states, frames, strict=True)])
    model.head.standardise(valid.mean(0), valid.std(0).clamp(min=1e-3))
    model(**batch, labels=torch.arange(2)).loss.backward()
    assert all(torch.isfinite(p.grad).all() and p.grad.any() for p in model.head.parameters())

    clips = front([noise(SECONDS[1], i) for i in range(4)], return_tensors="pt")
    states, frames = model.frames(**clips)
    optimiser = torch.optim.Adam(model.head.parameters(), 0.01)
    losses = []
    for _ in range(40):
        loss = torch.nn.functional.cross_entropy(model.head(states, frames), torch.arange(4))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert np.mean(losses[-5:]) < 0.7 * np.mean(losses[:5])

    model.eval().save_pretrained(tmp_path)
    again = transformers.AutoModelForAudioClassification.from_pretrained(tmp_path)
    with torch.no_grad():
        expected = model(**batch).logits
        assert torch.equal(again(**batch).logits, expected)
        short = front(noise(SECONDS[1], 1), return_tensors="pt")
        torch.testing.assert_close(model(**short).logits[0], expected[1], atol=1e-5, rtol=1e-5)
    with pytest.raises(ValueError, match="says nothing of single frames"):
        model.frame_track(**short)


def opensmile_set(record: Backbone) -> str:
    """Return what `opensmile.FeatureSet` calls the set of a record."""
    return next(name for name in SETS if record.checkpoint.startswith(name))


def test_heads_of_feature_sets_that_do_not_fit():
    whisper = {"model_type": "whisper", **WHISPER}
    for options, message in (
        ({"head": "lstm"}, "takes one layer of 3"),
        ({"head": "mlp", "layer": "last"}, "takes one vector per clip: say frames_per_second=0"),
    ):
        with pytest.raises(ValueError, match=message):
            SerForAudioClassification(SerConfig(backbone_config=whisper, **options))


@pytest.mark.parametrize("name", [n for n in list_backbones() if n in NETWORKS])
def test_networks_have_their_published_size(name):
    sizes = {"cnn14": 2048, "ecapa": 192, "crnn18": 256, "crnn19": 256}
    with torch.device("meta"):
        net = build({"model_type": name, "classes": 0})
    assert net.dim == sizes.get(name, 4096)
    assert net.sampling_rate == get_backbone(name).sampling_rate


@pytest.mark.parametrize("name", ["alexnet", "vgg11", "vgg13", "vgg16", "vgg19", "cnn14"])
def test_weights_that_are_not_here(name):
    record = get_backbone(name)
    for attempt in (open_encoder, resolve_revision):
        with pytest.raises(SerEvalsError, match="its weights are not on this machine") as error:
            attempt(record)
        file = unquote(record.url.split("?")[0].rpartition("/")[2])
        assert f"Download {record.url} and save it as" in str(error.value)
        assert str(cache_dir() / "weights" / file) in str(error.value)


@pytest.mark.parametrize("name", ["crnn18", "emo18", "crnn19"])
def test_networks_from_scratch_are_not_frozen(name):
    for attempt in (open_encoder, resolve_revision):
        with pytest.raises(SerEvalsError, match="trained end to end: not a frozen encoder"):
            attempt(get_backbone(name))


def test_ecapa_is_sought_on_the_hub():
    with pytest.raises(SerEvalsError, match=r"spkrec-ecapa-voxceleb: embedding_model.ckpt is nei"):
        open_encoder(replace(get_backbone("ecapa"), allow_pickle=True))


def test_ecapa_from_a_folder_or_its_file(tmp_path):
    net = build({"model_type": "ecapa"})
    torch.save(net.state_dict(), tmp_path / "embedding_model.ckpt")
    torch.save({}, tmp_path / "classifier.ckpt")
    record = replace(get_backbone("ecapa"), allow_pickle=True)
    file = replace(record, checkpoint=str(tmp_path / "embedding_model.ckpt"), revision=None)
    folder = replace(record, checkpoint=str(tmp_path))
    assert (
        resolve_revision(file) == resolve_revision(folder) != resolve_revision_of_others(tmp_path)
    )
    wave = noise(0.5, 0)
    one, other = (open_encoder(record).encode([wave])[0] for record in (file, folder))
    assert torch.equal(one, other) and one.shape == (1, 1, 192)
    states, _ = net.eval()(torch.from_numpy(wave)[None], torch.tensor([len(wave)]))
    torch.testing.assert_close(one, states[0])


@pytest.mark.parametrize("name", ["cnn14", "alexnet", "resnet50", "is09-lld", "egemaps"])
def test_exported_models_are_the_heads_of_their_runs(name, checkpoint, data, tmp_path):
    register()
    backbone = name if name in ("is09-lld", "egemaps") else str(checkpoint(name))
    ser_evals.run(
        "synthetic", "synthetic_other", backbone, data_dir=data, output=tmp_path / "out", seeds=1,
        device="cpu",
    )  # fmt: skip
    run = finished(tmp_path / "out")
    folder = export(run, tmp_path / "model", device="cpu")
    assert_same(folder, run, paths(data, "synthetic_other"))


def resolve_revision_of_others(folder: Path) -> str:
    file = str(folder / "classifier.ckpt")
    record = replace(get_backbone("ecapa"), allow_pickle=True)
    return resolve_revision(replace(record, checkpoint=file, revision=None))


def test_weights_downloaded_by_hand(tmp_path, monkeypatch):
    monkeypatch.setenv("SER_EVALS_CACHE", str(tmp_path))
    (tmp_path / "weights").mkdir()
    file = tmp_path / "weights" / "vgg11-8a719046.pth"
    torch.save({"features.0.weight": torch.zeros(64, 3, 3, 3)}, file)
    record = replace(get_backbone("vgg11"), allow_pickle=True)
    assert resolve_revision(record).startswith("local-")
    with torch.device("meta"), pytest.raises(SerEvalsError, match="not the weights of this vgg11"):
        open_encoder(record)
    file.write_bytes(b"broken")
    with torch.device("meta"), pytest.raises(SerEvalsError, match="pth: cannot be loaded"):
        open_encoder(record)


@pytest.mark.parametrize("files", [(), ("a.pth", "b.pt")])
def test_a_folder_with_no_or_several_weights(files, tmp_path):
    for file in files:
        (tmp_path / file).touch()
    (tmp_path / "config.json").write_text('{"model_type": "cnn14"}')
    with pytest.raises(SerEvalsError, match=f"holds {len(files)} files of weights .* of 'cnn14'"):
        resolve_revision(get_backbone(tmp_path))


def test_an_unknown_network_or_feature_set():
    record = Backbone(name="vgg12", checkpoint="vgg12", engine="network")
    with pytest.raises(SerEvalsError, match="unknown network 'vgg12': did you mean 'vgg1"):
        open_encoder(record)
    for checkpoint in ("IS08_emotion", "IS09_emotion:mfcc"):
        with pytest.raises(SerEvalsError, match=f"unknown feature set of openSMILE '{checkpoint}"):
            open_encoder(Backbone(name="x", checkpoint=checkpoint, engine="opensmile"))


@pytest.mark.parametrize("name", ["egemaps", "compare"])
def test_feature_sets_keep_their_numbers(name):
    """Samples beyond full scale included, which the challenge sets do not let through."""
    record, wave = get_backbone(name), 3 * noise(0.8, 3)
    smile = opensmile.Smile(opensmile.FeatureSet[record.checkpoint])
    expected = np.nan_to_num(smile.process_signal(wave, 16_000).to_numpy(), posinf=0, neginf=0)
    assert np.array_equal(open_encoder(record).encode([wave])[0][0], expected.astype(np.float32))


@pytest.mark.parametrize("name", ["is09", "is10-lld", "compare-lld"])
def test_feature_sets_through_the_flat_files(name):
    record, wave = get_backbone(name), noise(0.8, 3)
    features = opensmile.FeatureSet(f"is09-13/{record.checkpoint.split(':')[0]}") if (
        name != "compare-lld"
    ) else opensmile.FeatureSet.ComParE_2016  # fmt: skip
    level = ["lld", "lld_de"] if ":" in record.checkpoint else ["func"]
    tables = [opensmile.Smile(features, sink).process_signal(wave, 16_000) for sink in level]
    (states,) = open_encoder(record).encode([wave])
    expected = np.concatenate([t.to_numpy()[: len(states)] for t in tables], axis=1)
    np.testing.assert_allclose(states[:, 0], np.nan_to_num(expected), rtol=1e-6, atol=1e-6)
