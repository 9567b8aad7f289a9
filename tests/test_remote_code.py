"""Saved models in fresh processes: with this package, and without it."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
import transformers
from test_encoders import SMALL
from test_ser_model import BACKBONES, extractor, logits, model, registered, waves

import ser_evals.modeling.remote as remote
from ser_evals.modeling.threads import one_thread_each

__all__ = ["registered"]
KINDS = ("whisper clip", "wav2vec2", "wavlm", "mfcc", "opensmile", "cnn14", "ecapa", "crnn18")
KINDS += ("resnet", "swin", "data2vec-audio", "unispeech-sat", "hubert", "ast", "clap fused")
KINDS += ("wav2vec2-bert", "wav2vec2-bert relative")
FILES = sorted(Path(remote.__file__).parent.glob("*_ser.py"))
LENGTHS = (3_000, 20_000)
COMPARE = """
import json, sys
import torch
from transformers import AutoConfig, AutoFeatureExtractor, AutoModelForAudioClassification, pipeline

torch.set_num_threads(1)  # as where it was saved: sums are split by the number of threads
for folder in sys.argv[1:]:
    model, report = AutoModelForAudioClassification.from_pretrained(
        folder, output_loading_info=True, **options
    )
    assert not any(report.values()), report
    assert type(AutoConfig.from_pretrained(folder, **options)) is type(model.config)
    extractor = AutoFeatureExtractor.from_pretrained(folder, **options)
    known = torch.load(f"{folder}/known.pt", weights_only=False)
    with torch.no_grad():
        found = model(**extractor(known["waves"], return_tensors="pt"), prior="source").logits
    assert torch.equal(found, known["logits"]), (folder, found - known["logits"])
    pipe = pipeline("audio-classification", model=folder, **options)
    best = pipe(known["waves"][0], top_k=1)[0]["label"]
    assert best == model.config.id2label[known["logits"][0].argmax().item()]
    model.save_pretrained(f"{folder}/again"); extractor.save_pretrained(f"{folder}/again")
    print(type(model).__module__)
"""
ANY_RATE = """
import importlib.util, json, sys
import numpy as np
from transformers import pipeline

assert importlib.util.find_spec("torchaudio") is None
folder, path = sys.argv[1:]
pipe = pipeline("audio-classification", model=folder, top_k=None, **options)
time = np.arange(48_000) / 48_000
wave = (0.1 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
for clip in (wave[::3].copy(), path, {"array": wave, "sampling_rate": 48_000},
             {"raw": wave, "sampling_rate": 48_000}):
    print(json.dumps({x["label"]: x["score"] for x in pipe(clip)}))
"""
WITH = """
import ser_evals
from ser_evals.after_import import after_import

def install(module):
    from ser_evals.modeling.registration import install
    install(module)

for name in ("configuration", "feature_extraction", "modeling"):
    after_import(f"transformers.models.auto.{name}_auto", install)
options = {}
"""
WITHOUT = """
import sys

class Blocked:
    def find_spec(self, name, *rest):
        if name.partition(".")[0] == "ser_evals":
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
options = {"trust_remote_code": True}
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> list[Path]:
    folders = []
    for kind in KINDS:
        backbone, options = BACKBONES[kind]
        made = model(backbone, source_prior=[0.4, 0.3, 0.0, 0.3], prior="source", **options)
        folder = tmp_path_factory.mktemp("models") / kind.replace(" ", "-")
        made.save_pretrained(folder)
        extractor(made).save_pretrained(folder)
        clips = waves(*LENGTHS)
        with one_thread_each():
            known = {"waves": clips, "logits": logits(made, clips)}
        torch.save(known, folder / "known.pt")
        folders.append(folder)
    return folders


def run(code: str, folders: list[Path]) -> list[str]:
    command = [sys.executable, "-c", code, *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.slow
def test_fresh_process_with_the_package(saved):
    found = run(WITH + COMPARE, saved)
    assert found == ["ser_evals.modeling.remote.modeling_ser"] * len(saved)


@pytest.mark.slow
def test_fresh_process_without_the_package(saved):
    assert all(name.startswith("transformers_modules.") for name in run(WITHOUT + COMPARE, saved))
    # what was loaded so can be saved and loaded again
    for folder in saved:
        (folder / "again" / "known.pt").write_bytes((folder / "known.pt").read_bytes())
    run(WITHOUT + COMPARE, [folder / "again" for folder in saved])


@pytest.mark.slow
@pytest.mark.parametrize("start", [WITH, WITHOUT], ids=["with", "without"])
def test_clips_of_any_rate_without_torchaudio(start, saved, tmp_path):
    time = np.arange(48_000) / 48_000
    soundfile.write(tmp_path / "a.wav", 0.1 * np.sin(2 * np.pi * 440 * time), 48_000)
    code = start + ANY_RATE
    command = [sys.executable, "-c", code, str(saved[1]), str(tmp_path / "a.wav")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    first, *others = (json.loads(line) for line in done.stdout.splitlines())
    assert len(others) == 3
    for scores in others:
        assert scores == pytest.approx(first, abs=0.01)


def test_other_models_pipelines_are_those_of_transformers(tmp_path):
    config = transformers.Wav2Vec2Config(**SMALL)
    stock = transformers.Wav2Vec2ForSequenceClassification(config).eval()
    pipe = transformers.pipeline(
        "audio-classification",
        model=stock,
        feature_extractor=transformers.Wav2Vec2FeatureExtractor(),
    )
    wave = np.zeros(16_000, np.float32)
    assert pipe(wave) == pipe({"raw": wave, "sampling_rate": 16_000})
    with pytest.raises(ImportError, match="torchaudio is required"):
        pipe({"raw": wave, "sampling_rate": 48_000})


def test_saved_files(saved):
    for folder in saved:
        names = {path.name for path in folder.glob("*.py")}
        assert {"configuration_ser.py", "modeling_ser.py", "feature_extraction_ser.py"} <= names
        config = json.loads((folder / "config.json").read_text())
        assert config["auto_map"] == {
            "AutoConfig": "configuration_ser.SerConfig",
            "AutoModelForAudioClassification": "modeling_ser.SerForAudioClassification",
        }
        own = config["custom_pipelines"]["audio-classification"]["impl"]
        assert own == "pipeline_ser.SerPipeline" and "pipeline_ser.py" in names
        for name in names:
            assert (folder / name).read_bytes() == (FILES[0].parent / name).read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_remote_files_stand_alone(path):
    known = {p.stem for p in FILES}
    libraries = {"torch", "numpy", "transformers", *sys.stdlib_module_names}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tried = {id(n) for t in ast.walk(tree) if isinstance(t, ast.Try) for n in ast.walk(t)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert node.level == 1 and node.module in known, ast.unparse(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
            for top in (name.partition(".")[0] for name in names):
                optional = top in ("librosa", "soxr", "opensmile") and id(node) in tried
                assert top in libraries or optional, ast.unparse(node)
