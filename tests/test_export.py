"""From a finished run to a saved model: the same predictions, from audio files."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from test_encoders import SMALL, STABLE, randomised
from test_encoders_padded import conformer, merged, patches
from test_encoders_padded import mert as mert  # a fixture
from test_remote_code import COMPARE, WITH, WITHOUT
from test_remote_code import run as run_code
from test_runs import quick

import ser_evals
from ser_evals import SerEvalsError, audio, predictions
from ser_evals.backbones import get_backbone
from ser_evals.exporting import export
from ser_evals.features import FrameOptions, extract_one
from ser_evals.modeling.collator import SerCollator
from ser_evals.modeling.encoders import open_encoder
from ser_evals.modeling.registration import register
from ser_evals.modeling.threads import one_thread_each
from ser_evals.predicting import predict
from ser_evals.synthesis import generate

__all__ = ["quick"]
NAMES = ("synthetic", "synthetic_other")
WHISPER = dict(
    d_model=16,
    encoder_layers=2,
    encoder_attention_heads=2,
    encoder_ffn_dim=32,
    decoder_layers=1,
    decoder_attention_heads=2,
    decoder_ffn_dim=8,
)


@pytest.fixture(scope="module", autouse=True)
def registered():
    register()


@pytest.fixture(scope="module")
def data(quick, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for name in NAMES:
        generate(folder, name=name, speakers=3, takes=1)
    return folder


@pytest.fixture(scope="module")
def backbones(tmp_path_factory) -> dict[str, str]:
    """Small checkpoints with random weights."""
    folder = tmp_path_factory.mktemp("backbones")
    torch.manual_seed(0)
    whisper = transformers.WhisperModel(transformers.WhisperConfig(**WHISPER))
    whisper.save_pretrained(folder / "whisper")
    wav2vec2 = transformers.Wav2Vec2Model(transformers.Wav2Vec2Config(**SMALL))
    wav2vec2.save_pretrained(folder / "wav2vec2")
    return {"mfcc": "mfcc", **{p.name: str(p) for p in folder.iterdir()}}


def finished(output: Path) -> Path:
    (path,) = (output / "runs").rglob("run.json")
    return path.parent


def logits(folder: Path, files: list[str], **options) -> np.ndarray:
    model = transformers.AutoModelForAudioClassification.from_pretrained(folder, **options)
    extractor = transformers.AutoFeatureExtractor.from_pretrained(folder)
    batch = SerCollator(extractor)([{"audio": file} for file in files])
    with torch.no_grad():
        return model(**batch).logits.numpy()


def assert_same(folder: Path, run: Path, files: dict[str, str]) -> None:
    """Compare a model with the run's own zero-shot head, which had the same training set."""
    found = predictions.read(run / "predictions.parquet")
    table = found.table[found.table["seed"] == 0]
    rows = table["id"].isin(files).to_numpy()
    known = torch.tensor(np.stack(table["scores"].to_numpy()[rows])).softmax(-1)
    paths = [files[name] for name in table["id"][rows]]
    ours = torch.tensor(logits(folder, paths)).softmax(-1)
    torch.testing.assert_close(ours, known.to(ours.dtype), atol=1e-3, rtol=0)
    assert (ours.argmax(1) == known.argmax(1)).all()
    config = transformers.AutoConfig.from_pretrained(folder)
    assert tuple(config.id2label.values()) == found.classes
    np.testing.assert_allclose(config.source_prior, found.source_priors["full"])


def paths(data: Path, name: str) -> dict[str, str]:
    rows = ser_evals.load_corpus(name, data_dir=data / name)
    return {row["id"]: row["audio"]["path"] for row in rows.cast_column("audio", _undecoded())}


def _undecoded():
    from datasets import Audio

    return Audio(decode=False)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("mfcc", {}),
        ("whisper", {"context": "clip"}),
        ("whisper", {"layer": 1, "protocol": "ser_evals"}),
        ("wav2vec2", {"layer": "last"}),
    ],
    ids=lambda x: x if isinstance(x, str) else "-".join(map(str, x.values())),
)
def test_a_model_is_the_head_of_the_run(kind, options, backbones, data, tmp_path):
    output = tmp_path / "out"
    ser_evals.run(
        "synthetic", "synthetic_other", backbones[kind], data_dir=data, output=output, seeds=1,
        device="cpu", **options,
    )  # fmt: skip
    folder = export(finished(output), tmp_path / "model", device="cpu")
    assert_same(folder, finished(output), paths(data, "synthetic_other"))
    config = transformers.AutoConfig.from_pretrained(folder)
    assert config.backbone_config["model_type"] == kind and config.prior == "none"
    assert str(tmp_path) not in "".join(p.read_text() for p in folder.glob("*.[jm][sd]*"))
    card = (folder / "README.md").read_text()
    assert "pipeline_tag: audio-classification" in card and "Warning: synthetic is" in card


RAW = {
    "hubert": ("Hubert", {}),
    "wavlm": ("WavLM", STABLE),
    "unispeech-sat": ("UniSpeechSat", {}),
    "data2vec-audio": ("Data2VecAudio", {"conv_pos_kernel_size": 5}),
}
FAMILIES = {
    **{kind: kind for kind in RAW},
    "mert": "hubert",
    "ast": "audio-spectrogram-transformer",
    "clap": "clap_audio_model",
    "wav2vec2-bert": "wav2vec2-bert",
}
"""Kinds of checkpoints, and the types of the networks that models have from them."""
RATES = {"mert": 24_000, "clap": 48_000}


def checkpoint(kind: str, folder: Path, mert: Path) -> Path:
    if kind == "mert":
        return mert
    if kind == "ast":
        patches(folder, "ASTForAudioClassification")
    elif kind == "clap":
        merged(folder, fusion=True)
    elif kind == "wav2vec2-bert":
        conformer(folder, add_adapter=True, layerdrop=0.5)
    else:
        name, options = RAW[kind]
        config = getattr(transformers, f"{name}Config")(**SMALL | options)
        randomised(getattr(transformers, f"{name}Model")(config)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def exported(data, mert, tmp_path_factory):
    """Runs and models of tiny backbones of any family, made when asked for."""
    made: dict[str, tuple[Path, Path]] = {}

    def get(kind: str) -> tuple[Path, Path]:
        if kind not in made:
            folder = tmp_path_factory.mktemp(kind)
            backbone = checkpoint(kind, folder / "backbone", mert)
            ser_evals.run(
                "synthetic", "synthetic_other", str(backbone), data_dir=data,
                output=folder / "out", seeds=1, device="cpu",
            )  # fmt: skip
            done = finished(folder / "out")
            made[kind] = done, export(done, folder / "model", device="cpu")
        return made[kind]

    return get


@pytest.mark.parametrize("kind", FAMILIES)
def test_every_family_of_backbones(kind, exported, data):
    run, folder = exported(kind)
    files = paths(data, "synthetic_other")
    assert_same(folder, run, files)
    config = transformers.AutoConfig.from_pretrained(folder)
    assert config.backbone_config["model_type"] == FAMILIES[kind]
    assert config.sampling_rate == RATES.get(kind, 16_000)
    some = list(files.values())[:5]
    # Not rounded: a difference of 1e-7 can be one of 1e-3 in float16.
    together = logits(folder, some, half=False)
    alone = np.concatenate([logits(folder, [file], half=False) for file in some])
    np.testing.assert_allclose(alone, together, atol=1e-5, rtol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("code", [WITH, WITHOUT], ids=["with", "without"])
def test_every_family_in_fresh_processes(code, exported, data):
    folders = [exported(kind)[1] for kind in FAMILIES]
    files = list(paths(data, "synthetic_other").values())[:2]
    for folder in folders:
        model = transformers.AutoModelForAudioClassification.from_pretrained(folder)
        extractor = transformers.AutoFeatureExtractor.from_pretrained(folder)
        rate = extractor.sampling_rate
        known = {"waves": [audio.read(file, sampling_rate=rate) for file in files]}
        with torch.no_grad(), one_thread_each():
            given = extractor(known["waves"], return_tensors="pt")
            known["logits"] = model(**given, prior="source").logits
        torch.save(known, folder / "known.pt")
    assert len(run_code(code + COMPARE, folders)) == len(folders)


@pytest.fixture(scope="module")
def run(data, tmp_path_factory) -> Path:
    output = tmp_path_factory.mktemp("results")
    ser_evals.run("synthetic", "synthetic", data_dir=data, output=output, seeds=1)
    return finished(output)


def test_the_seed_counts_and_data_may_have_moved(run, data, tmp_path):
    moved = shutil.copytree(data, tmp_path / "moved")
    files = list(paths(data, "synthetic").values())[:3]
    first = logits(export(run, tmp_path / "a"), files)
    again = logits(export(run / "run.json", tmp_path / "b", data_dir=moved), files)
    other = logits(export(run, tmp_path / "c", seed=1), files)
    assert (first == again).all() and not np.allclose(first, other)


def test_mistakes(run, data, tmp_path):
    with pytest.raises(SerEvalsError, match="is missing: give the OUTPUT of"):
        export(tmp_path, tmp_path / "model")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "x").touch()
    with pytest.raises(SerEvalsError, match="taken is not empty"):
        export(run, tmp_path / "taken")
    with pytest.raises(SerEvalsError, match="seed: expected a whole number"):
        export(run, tmp_path / "model", seed=-1)
    with pytest.raises(SerEvalsError, match="no folder .*nowhere: --data-dir holds one"):
        export(run, tmp_path / "model", data_dir=tmp_path / "nowhere")
    changed = shutil.copytree(data, tmp_path / "data")
    wavs = sorted((changed / "synthetic").rglob("*.wav"))
    shutil.copy(wavs[0], wavs[5])
    with pytest.raises(SerEvalsError, match="synthetic below .* is not what the run was made"):
        export(run, tmp_path / "model", data_dir=changed)
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "running"}, "the run is not finished"),
        ({"command": ""}, "does not say where its corpora lie: give --data-dir"),
        ({"config": {"extraction": -1}}, "another version of ser-evals made this run"),
        ({"backbone": {"revision": "librosa-0"}}, "is librosa-.* now, the run was made with"),
    ],
)
def test_records_that_cannot_be_used(changes, message, run, tmp_path):
    record = json.loads((run / "run.json").read_text())
    for key, value in changes.items():
        record[key] = record[key] | value if isinstance(value, dict) else value
    (tmp_path / "run.json").write_text(json.dumps(record))
    with pytest.raises(SerEvalsError, match=message):
        export(tmp_path, tmp_path / "model")


@pytest.mark.slow
@pytest.mark.real_corpora
@pytest.mark.real_encoder
def test_emodb_with_whisper(quick, corpora_dir, whisper_dir, tmp_path):
    options = {"data_dir": corpora_dir, "device": "cpu", "limit": 24}
    output = tmp_path / "out"
    ser_evals.run("emodb", "urdu", whisper_dir, output=output, seeds=1, **options)
    folder = export(finished(output), tmp_path / "model", device="cpu")
    assert_same(folder, finished(output), paths(corpora_dir, "urdu"))
    model = transformers.AutoModelForAudioClassification.from_pretrained(folder)
    encoder = open_encoder(get_backbone(whisper_dir))
    cached = FrameOptions(rate=5.0, layers="all", context="full", windows="all")
    files = sorted(Path(corpora_dir, "emodb", "wav").glob("*.wav"))[::90]
    for file, row in zip(files, predict(folder, files), strict=True):
        wave = audio.read(file, sampling_rate=16_000)
        states = extract_one(wave, encoder, cached)
        with torch.no_grad():
            known = model.head(states[None], torch.tensor([len(states)]))[0].softmax(-1)
        assert row.label == model.config.id2label[int(known.argmax())]
        assert list(row.probabilities.values()) == pytest.approx(known.tolist(), abs=1e-3)
