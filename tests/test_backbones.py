"""Records of backbones, feature sets, revisions, and what is said where one cannot be had."""

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from huggingface_hub import constants
from safetensors.torch import load_file, save_file
from test_features import WHOLE, noise

from ser_evals.backbones import Backbone, get_backbone, list_backbones
from ser_evals.corpora import list_corpora
from ser_evals.errors import SerEvalsError
from ser_evals.features import extract_one
from ser_evals.modeling.encoders import open_encoder, resolve_revision

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SETS = {"mfcc": 240, "egemaps": 88, "compare": 6373}
PAPERS = {
    "ser_evals_2024": """facebook/hubert-large-ll60k facebook/w2v-bert-2.0 microsoft/wavlm-large
        facebook/wav2vec2-large-robust laion/larger_clap_music_and_speech m-a-p/MERT-v1-330M
        openai/whisper-large openai/whisper-large-v2 openai/whisper-large-v3 openai/whisper-medium
        spaghettiSystems/emotion_whisper""",
    "fifteen_years": """IS09-s-mlp IS09-d-lstm IS10-s-mlp IS10-d-lstm IS11-s-mlp IS11-d-lstm
        IS12-s-mlp IS12-d-lstm IS13-s-mlp IS13-d-lstm IS16-s-mlp IS16-d-lstm eGeMAPS-s-mlp
        eGeMAPS-d-lstm AlexNet Resnet50 VGG11 VGG13 VGG16 VGG19 EfficientNet ConvNeXtt ConvNeXts
        ConvNeXtb ConvNeXtl Swint Swins Swinb CRNN18 CRNN19 CNN14 AST ETDNN Whispert Whisperb
        Whispers w2v2-b w2v2-L w2v2-L-vox w2v2-L-robust w2v2-L-12-avd hubert-b hubert-L""",
}
UNPINNED = {"data2vec-audio-base", "emotion-whisper", "unispeech-sat-large"}
SPEECH = (0.3 * np.sin(np.cumsum(np.linspace(0.04, 0.1, 16_000)))).astype(np.float32)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """A folder with a tiny encoder and its preprocessor."""
    config = transformers.Wav2Vec2Config(
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        conv_dim=(4,),
        conv_stride=(20,),
        conv_kernel=(20,),
        num_feat_extract_layers=1,
        num_conv_pos_embeddings=4,
        num_conv_pos_embedding_groups=2,
    )
    path = tmp_path_factory.mktemp("tiny") / "tiny"
    transformers.Wav2Vec2Model(config).save_pretrained(path)
    transformers.Wav2Vec2FeatureExtractor(do_normalize=False).save_pretrained(path)
    return path


@pytest.mark.parametrize("name", list_backbones())
def test_records(name):
    record = get_backbone(name)
    assert record.name == name == name.lower()
    assert record.licence not in ("", "unknown")
    assert record.family not in ("", "unknown")
    assert record.revision is None or re.fullmatch("[0-9a-f]{40}", record.revision)
    assert 2000 < record.year < 2100 if name != "mfcc" else record.year is None
    assert record.url is None or record.url.startswith("https://")
    assert get_backbone(record.checkpoint) is record
    for field in (record.aliases, record.papers, record.pretraining):
        assert isinstance(field, tuple) and len(set(field)) == len(field) and all(field)
    assert set(record.papers) <= set(PAPERS)
    # Contamination is found by the name of the corpus, so that must be spelt as in its record.
    for corpus in record.pretraining:
        assert corpus in list_corpora() or corpus.replace("-", "_") not in list_corpora()


@pytest.mark.parametrize("name", list_backbones())
def test_records_of_an_engine(name):
    record = get_backbone(name)
    if record.engine == "transformers":
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", record.checkpoint)
        assert (record.revision is None) == (name in UNPINNED)
    if record.engine == "network":
        assert (record.checkpoint == name or record.revision) and record.sampling_rate == 16_000
        assert (record.url or record.revision) or record.family == "crnn"
    if record.engine == "opensmile":
        low_level = record.checkpoint.endswith(":lld")
        assert name.endswith("-lld") == low_level == (record.head == "lstm")
        assert record.head in ("mlp", "lstm")
    else:
        assert record.head is None and ":" not in record.checkpoint


def test_every_record_has_names_of_its_own():
    folder = Path(sys.modules[get_backbone.__module__].__file__).parent
    modules = [p for p in folder.glob("*.py") if not p.name.startswith("_")]
    records = [get_backbone(name) for name in list_backbones()]
    assert len(records) == len(modules) >= 52
    assert len({record.checkpoint for record in records}) == len(modules)
    owners: dict[str, str] = {}
    for record in records:
        for name in (record.name, record.checkpoint, *record.aliases):
            assert owners.setdefault(name.casefold(), record.name) == record.name


def test_the_encoders_of_the_papers():
    found = {}
    for paper, names in PAPERS.items():
        found[paper] = {get_backbone(name).name for name in names.split()}
        assert found[paper] == {n for n in list_backbones() if paper in get_backbone(n).papers}
    assert [len(found[paper]) for paper in PAPERS] == [11, 43]
    assert len(set.union(*found.values())) == 52


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("is09-S-MLP", "is09"),
        ("IS16-s-mlp", "compare"),
        ("IS16-s-lstm", "compare"),
        ("IS16-d-mlp", "compare-lld"),
        ("W2V2-l-12-avd", "wav2vec2-large-robust-12-msp-dim"),
        ("Whisper-Tiny.en", "whisper-tiny.en"),
    ],
)
def test_the_case_of_a_name_does_not_matter(alias, name):
    assert get_backbone(alias) is get_backbone(name)


def test_records_need_no_torch():
    code = "import sys, ser_evals.backbones as b; b.list_backbones()"
    code += "; sys.exit(bool({'torch', 'transformers', 'datasets'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_folders_and_hub_ids_need_no_record(tiny):
    record = get_backbone(tiny)
    assert (record.name, record.checkpoint, record.revision) == ("tiny", str(tiny), None)
    assert record.engine == "transformers"
    assert get_backbone("acme/hears-2.0") == Backbone(
        name="acme--hears-2.0", checkpoint="acme/hears-2.0"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("whisper-smal", "unknown backbone 'whisper-smal': did you mean 'whisper-small'"),
        ("a/b/c", r"unknown backbone 'a/b/c': \(known: alexnet, .*a Hub id \(owner/name\)"),
        ("./nowhere", "no backbone in ./nowhere: there is no such folder"),
        ("~/nowhere/at/all", "there is no such folder"),
    ],
)
def test_names_that_are_none(name, message):
    with pytest.raises(SerEvalsError, match=message):
        get_backbone(name)


def test_an_unknown_context_is_refused():
    with pytest.raises(SerEvalsError, match="unknown context 'ful': did you mean 'full'"):
        open_encoder(get_backbone("mfcc"), context="ful")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    "wave",
    [SPEECH, noise(0.05, 1), np.zeros(800, np.float32), np.zeros(16_000, np.float32), SPEECH[:1]],
    ids=["tone", "short noise", "short silence", "silence", "one sample"],
)
def test_feature_sets(name, wave):
    encoder = open_encoder(get_backbone(name))
    assert (encoder.layers, encoder.dim, encoder.rate) == (1, SETS[name], 0.0)
    assert encoder.standardise and encoder.sampling_rate == 16_000
    first, second = (extract_one(wave, encoder, WHOLE) for _ in range(2))
    assert first.shape == (1, 1, SETS[name])
    assert first.dtype == torch.float32 and torch.isfinite(first).all()
    assert torch.equal(first, second)


@pytest.mark.parametrize("name", SETS)
def test_feature_sets_answer_clip_by_clip(name):
    encoder, other = open_encoder(get_backbone(name)), noise(0.6, 2)
    together = encoder.encode([SPEECH, other])
    assert torch.equal(together[1], encoder.encode([other])[0])
    assert not torch.equal(*together)


def test_mfcc_by_hand():
    import librosa

    values = open_encoder(get_backbone("mfcc")).encode([SPEECH])[0][0, 0].reshape(4, 3, 20)
    track = librosa.feature.mfcc(
        y=SPEECH, sr=16_000, n_mfcc=20, n_fft=512, hop_length=160, n_mels=64
    )
    expected = [track.mean(1), track.std(1), *np.percentile(track, (5, 95), axis=1)]
    np.testing.assert_allclose(values[:, 0], expected, rtol=1e-4, atol=1e-4)


def test_the_revision_of_a_feature_set_is_its_library():
    import librosa
    import opensmile

    assert resolve_revision(get_backbone("mfcc")) == f"librosa-{librosa.__version__}"
    for name in ("egemaps", "compare"):
        assert resolve_revision(get_backbone(name)) == f"opensmile-{opensmile.__version__}"


def test_a_missing_opensmile_names_the_extra(monkeypatch):
    def absent(_):
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setitem(sys.modules, "opensmile", None)
    monkeypatch.setattr(importlib.metadata, "version", absent)
    for attempt in (open_encoder, resolve_revision):
        with pytest.raises(SerEvalsError, match=r"'egemaps' needs .*'ser-evals\[opensmile\]'"):
            attempt(get_backbone("egemaps"))


def test_the_revision_of_a_folder_is_its_content(tiny, tmp_path):
    original = resolve_revision(get_backbone(tiny))
    assert re.fullmatch("local-[0-9a-f]{16}", original)
    moved = shutil.copytree(tiny, tmp_path / "elsewhere")
    assert resolve_revision(get_backbone(moved)) == original
    (moved / "README.md").write_text("a card")
    assert resolve_revision(get_backbone(moved)) == original
    found = {original}
    weights = load_file(moved / "model.safetensors")
    weights["masked_spec_embed"][0] += 1e-3
    save_file(weights, moved / "model.safetensors", metadata={"format": "pt"})
    found.add(resolve_revision(get_backbone(moved)))
    (moved / "preprocessor_config.json").unlink()
    found.add(resolve_revision(get_backbone(moved)))
    config = json.loads((moved / "config.json").read_text())
    (moved / "config.json").write_text(json.dumps(config | {"layer_norm_eps": 1e-3}))
    found.add(resolve_revision(get_backbone(moved)))
    assert len(found) == 4


def test_a_folder_without_safetensors_has_no_revision(tiny, tmp_path):
    folder = shutil.copytree(tiny, tmp_path / "copy")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(SerEvalsError, match=r"a pickle .pytorch_model.bin."):
        resolve_revision(get_backbone(folder))
    (folder / "pytorch_model.bin").unlink()
    with pytest.raises(SerEvalsError, match=r"holds no \*.safetensors: save"):
        resolve_revision(get_backbone(folder))


def cached(tiny: Path, name: str, *, without: tuple[str, ...] = ()) -> Backbone:
    """Lay a checkpoint into the local Hub cache as a download would."""
    repository = Path(constants.HF_HUB_CACHE) / f"models--acme--{name}"
    snapshot = repository / "snapshots" / COMMIT
    shutil.copytree(tiny, snapshot, ignore=lambda *_: without)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)
    return get_backbone(f"acme/{name}")


def test_a_downloaded_checkpoint_needs_no_network(tiny):
    backbone = cached(tiny, "whole")
    assert resolve_revision(backbone) == COMMIT
    assert resolve_revision(replace(backbone, revision=COMMIT)) == COMMIT
    states = [open_encoder(b).encode([SPEECH])[0] for b in (backbone, get_backbone(tiny))]
    assert torch.equal(*states)


@pytest.mark.parametrize("attempt", [open_encoder, resolve_revision])
def test_a_hub_that_cannot_be_reached(attempt):
    with pytest.raises(
        SerEvalsError,
        match="^acme/absent: config.json is neither in the local .* give its folder as backbone$",
    ):
        attempt(get_backbone("acme/absent"))


def test_another_revision_than_the_downloaded_one(tiny):
    backbone = replace(cached(tiny, "pinned"), revision=COMMIT[::-1])
    with pytest.raises(SerEvalsError, match="config.json is neither in the local Hub cache"):
        open_encoder(backbone)


def test_a_download_without_its_weights(tiny):
    with pytest.raises(SerEvalsError, match=r"acme/weightless: cannot be loaded \(") as error:
        open_encoder(cached(tiny, "weightless", without=("model.safetensors",)))
    assert "\n" not in str(error.value)


def test_a_download_without_its_preprocessor_is_not_guessed_at(tiny):
    name = "preprocessor_config.json"
    backbone = cached(tiny, "partial", without=(name,))
    with pytest.raises(SerEvalsError, match=f"acme/partial: {name} is neither in the local"):
        open_encoder(backbone)
    # This is how huggingface_hub remembers that the repository has no such file.
    known = Path(constants.HF_HUB_CACHE) / "models--acme--partial" / ".no_exist" / COMMIT / name
    known.parent.mkdir(parents=True)
    known.touch()
    assert open_encoder(backbone).extractor.do_normalize
