"""Weights in pickles: refused unless asked for, wherever a model is opened."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from huggingface_hub import constants
from safetensors.torch import load_file, save_file
from test_backbones import COMMIT, SPEECH, cached
from test_backbones import tiny as tiny  # a fixture
from test_export import data as data  # a fixture
from test_export import finished
from test_export import quick as quick  # a fixture
from test_predict import clips as clips  # a fixture
from test_predict import folder as folder  # a fixture
from test_predict import made as made  # a fixture
from test_ser_model import registered as registered  # a fixture

import ser_evals
from ser_evals.backbones import get_backbone
from ser_evals.cli import main
from ser_evals.errors import SerEvalsError
from ser_evals.exporting import export, used_backbone
from ser_evals.modeling.encoders import open_encoder, resolve_revision
from ser_evals.modeling.remote.build_ser import build

REFUSED = (
    r"its weights are a pickle \(.*\), a format that can hold programs: save .* --allow-pickle"
)


def pickled(folder: Path, copy: Path) -> Path:
    """Return a copy of a checkpoint with pytorch_model.bin instead of model.safetensors."""
    shutil.copytree(folder, copy)
    weights = load_file(copy / "model.safetensors")
    torch.save(weights, copy / "pytorch_model.bin")
    (copy / "model.safetensors").unlink()
    return copy


def allowed(backbone):
    return replace(backbone, allow_pickle=True)


def test_a_backbone_in_a_folder(tiny, tmp_path):
    backbone = get_backbone(pickled(tiny, tmp_path / "copy"))
    for attempt in (resolve_revision, open_encoder):
        with pytest.raises(SerEvalsError, match=REFUSED) as error:
            attempt(backbone)
        assert "pytorch_model.bin" in str(error.value) and "\n" not in str(error.value)
    assert resolve_revision(allowed(backbone)).startswith("local-")
    states = [open_encoder(b).encode([SPEECH])[0] for b in (allowed(backbone), get_backbone(tiny))]
    assert torch.equal(*states)


def test_safetensors_are_preferred(tiny, tmp_path):
    folder = shutil.copytree(tiny, tmp_path / "copy")
    (folder / "pytorch_model.bin").write_bytes(b"not even a pickle")
    plain, asked = get_backbone(folder), allowed(get_backbone(folder))
    assert (
        resolve_revision(plain) == resolve_revision(asked) == resolve_revision(get_backbone(tiny))
    )
    assert torch.equal(*(open_encoder(b).encode([SPEECH])[0] for b in (plain, asked)))
    # a spoilt file is no reason to turn to the other one
    (folder / "model.safetensors").write_bytes(b"")
    with pytest.raises(SerEvalsError, match=r"cannot be loaded \(.*header too small"):
        open_encoder(asked)


def test_a_backbone_of_the_hub(tiny, tmp_path):
    backbone = cached(pickled(tiny, tmp_path / "copy"), "pickled")
    # a repository of which it is known that it has no safetensors
    known = Path(constants.HF_HUB_CACHE) / "models--acme--pickled" / ".no_exist" / COMMIT
    known.mkdir(parents=True)
    for name in ("model.safetensors", "model.safetensors.index.json"):
        (known / name).touch()
    with pytest.raises(SerEvalsError, match=f"^acme/pickled: {REFUSED}"):
        open_encoder(backbone)
    assert torch.equal(
        *(open_encoder(b).encode([SPEECH])[0] for b in (allowed(backbone), get_backbone(tiny)))
    )


class Harmful:
    def __reduce__(self):
        return print, ("a program in a pickle has run",)


def test_no_program_runs_even_where_a_pickle_is_allowed(tiny, tmp_path, capsys):
    folder = pickled(tiny, tmp_path / "copy")
    torch.save({"x": Harmful()}, folder / "pytorch_model.bin")
    with pytest.raises(SerEvalsError, match="cannot be loaded"):
        open_encoder(allowed(get_backbone(folder)))
    assert "has run" not in capsys.readouterr().out


def test_published_networks(tmp_path, monkeypatch):
    monkeypatch.setenv("SER_EVALS_CACHE", str(tmp_path / "cache"))
    record = get_backbone("vgg11")
    with pytest.raises(SerEvalsError, match=r"not on this machine.* a pickle: --allow-pickle"):
        resolve_revision(record)
    (tmp_path / "cache" / "weights").mkdir(parents=True)
    torch.save({}, tmp_path / "cache" / "weights" / "vgg11-8a719046.pth")
    for attempt in (resolve_revision, open_encoder):
        with pytest.raises(SerEvalsError, match=f"^vgg11: {REFUSED}"):
            attempt(record)
    assert resolve_revision(allowed(record)).startswith("local-")
    with pytest.raises(SerEvalsError, match=r"a pickle \(embedding_model.ckpt\)"):
        resolve_revision(get_backbone("ecapa"))


def test_a_network_in_a_folder(tmp_path):
    torch.manual_seed(0)
    described = {"model_type": "cnn14", "width": 4, "classes": 0}
    weights = build(described).state_dict()
    (tmp_path / "config.json").write_text(json.dumps(described))
    torch.save(weights, tmp_path / "cnn14.pth")
    backbone = get_backbone(tmp_path)
    for attempt in (resolve_revision, open_encoder):
        with pytest.raises(SerEvalsError, match=REFUSED):
            attempt(backbone)
    (states,) = open_encoder(allowed(backbone)).encode([SPEECH])
    save_file(weights, tmp_path / "model.safetensors")
    assert torch.equal(open_encoder(backbone).encode([SPEECH])[0], states)


def test_a_classifier(folder, clips, tmp_path, capsys):
    place = pickled(folder, tmp_path / "copy")
    with pytest.raises(SerEvalsError, match=f"copy: {REFUSED}"):
        ser_evals.predict(place, clips)
    given = [str(place), str(clips / "a.wav"), "--format", "csv"]
    assert main(["predict", *given]) == 2
    assert "--allow-pickle" in capsys.readouterr().err
    assert main(["predict", *given, "--allow-pickle"]) == 0
    found = capsys.readouterr().out
    assert main(["predict", str(folder), *given[1:]]) == 0
    assert capsys.readouterr().out == found


def test_a_run_and_its_model(tiny, data, tmp_path):
    place = pickled(tiny, tmp_path / "copy")
    output, options = tmp_path / "out", {"data_dir": data, "seeds": 1, "device": "cpu"}
    with pytest.raises(SerEvalsError, match=REFUSED):
        ser_evals.run("synthetic", "synthetic_other", place, output=output, **options)
    ser_evals.run(
        "synthetic", "synthetic_other", place, output=output, allow_pickle=True, **options
    )
    run = finished(output)
    record = json.loads((run / "run.json").read_text())
    assert record["backbone"]["allow_pickle"] and "--allow-pickle" in record["command"]
    assert "allow_pickle" not in record["config"]
    model = export(run, tmp_path / "model", device="cpu")
    assert (model / "model.safetensors").is_file() and not list(model.glob("*.bin"))
    assert used_backbone(record["backbone"]).allow_pickle


def test_the_address_of_a_run_does_not_tell_a_pickle(tiny, data, tmp_path):
    addresses = set()
    for allow_pickle in (False, True):
        output = tmp_path / str(allow_pickle)
        ser_evals.run(
            "synthetic", "synthetic", "mfcc", output=output, data_dir=data, seeds=1,
            allow_pickle=allow_pickle,
        )  # fmt: skip
        addresses.add(finished(output).relative_to(output))
    assert len(addresses) == 1


def test_another_persons_run_opens_no_pickle_of_the_hub():
    told = {"name": "acme--x", "checkpoint": "acme/x", "revision": COMMIT, "allow_pickle": True}
    assert not used_backbone(told).allow_pickle
    assert used_backbone(told, own=True).allow_pickle


def test_backbones_show_says_so(tiny, tmp_path, capsys):
    for name in ("vgg11", "ecapa", str(pickled(tiny, tmp_path / "copy"))):
        main(["backbones", "show", name])
        assert "only with --allow-pickle" in " ".join(capsys.readouterr().out.split())
    main(["backbones", "show", str(tiny)])
    assert "pickle" not in capsys.readouterr().out
