"""A saved model on files: in order, one by one, whatever they are."""

import itertools
import json
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
import soundfile
import torch
import transformers
from safetensors.torch import load_file, save_file
from test_backbones import cached
from test_backbones import tiny as tiny  # a fixture
from test_encoders import SMALL, noise
from test_ser_model import WAV2VEC2, extractor, logits, model

from ser_evals import SerEvalsError
from ser_evals.console.export import export as export_command
from ser_evals.console.predict import predict as command
from ser_evals.predicting import predict

SECONDS = (0.3, 1.7, 0.9, 2.4)


@pytest.fixture(scope="module")
def made():
    return model(source_prior=[0.7, 0.1, 0.1, 0.1], frames_per_second=5.0)


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("model")
    made.save_pretrained(path)
    extractor(made).save_pretrained(path)
    return path


@pytest.fixture
def clips(tmp_path):
    """Four good files of several containers and rates, two bad ones, and one that is no audio."""
    root = tmp_path / "clips"
    (root / "sub").mkdir(parents=True)
    for i, seconds in enumerate(SECONDS[:3]):
        path = root / ("a.wav", "b.flac", "sub/c.wav")[i]
        soundfile.write(path, noise(seconds, i), 16_000)
    soundfile.write(root / "x.wav", noise(SECONDS[3], 3), 16_000)
    convert = ["ffmpeg", "-v", "error", "-i", root / "x.wav", "-ar", "44100", root / "d.m4a"]
    subprocess.run(convert, check=True)
    (root / "x.wav").unlink()
    (root / "bad.wav").write_bytes(b"RIFF0000WAVEfmt ")
    soundfile.write(root / "empty.wav", np.zeros(0), 16_000)
    (root / "notes.txt").write_text("not audio")
    (root / ".hidden.wav").write_bytes(b"")
    return root


ORDER = ("a.wav", "b.flac", "bad.wav", "d.m4a", "empty.wav", "sub/c.wav")


@pytest.mark.parametrize("size", [1, 2, 8])
def test_rows_come_in_order_whatever_the_batch(size, made, folder, clips):
    rows = list(predict(folder, clips, batch_size=size))
    assert tuple(row.name for row in rows) == ORDER
    assert [row.name for row in rows if row.error] == ["bad.wav", "empty.wav"]
    assert rows[2].label is None and "not readable" in rows[2].error
    assert rows[4].error == "holds no samples"
    for row in rows:
        if row.error:
            continue
        wave, _ = soundfile.read(row.file, dtype="float32") if "m4a" not in row.file else (None, 0)
        assert row.label in row.classes == tuple(row.probabilities)
        assert row.probability == max(row.probabilities.values())
        assert sum(row.probabilities.values()) == pytest.approx(1)
        if wave is not None:
            expected = logits(made, [wave]).softmax(-1)[0].tolist()
            assert list(row.probabilities.values()) == pytest.approx(expected, abs=1e-5)
            assert row.seconds == pytest.approx(len(wave) / 16_000)
    assert rows[3].seconds == pytest.approx(2.4, abs=0.1)


def test_files_stream(made, clips):
    started = []

    def endless():
        for number in itertools.count():
            started.append(number)
            yield clips / "a.wav"

    rows = predict((made, extractor(made)), endless(), batch_size=2)
    names = [row.name for row in itertools.islice(rows, 5)]
    assert names == ["a.wav", *(f"a.wav-{n}" for n in range(2, 6))]
    assert len(started) <= 7


def test_prior(made, folder, clips):
    plain, uniform = (
        next(predict(folder, clips / "a.wav", prior=p)).probabilities for p in (None, "source")
    )
    raised = {name: uniform[name] / plain[name] for name in plain}
    assert raised["anger"] == pytest.approx(raised["joy"] / 7, rel=1e-3)


def test_track_is_that_of_the_model(made, folder, clips):
    rows = [row for row in predict(folder, clips, track=True) if row.error is None]
    plain = [row for row in predict(folder, clips) if row.error is None]
    for row, same in zip(rows, plain, strict=True):
        assert row.track.probabilities.shape == (len(row.track.times), 4)
        assert row.track.times[-1] < row.seconds
        assert row.probabilities == pytest.approx(same.probabilities, abs=1e-5)
        assert same.track is None


def test_a_file_without_its_end_is_an_error(folder, clips):
    whole = (clips / "a.wav").read_bytes()
    (clips / "half.wav").write_bytes(whole[: len(whole) // 2])
    (row,) = predict(folder, clips / "half.wav")
    assert row.label is None and row.error.startswith("truncated (") and "missing)" in row.error


def test_stock_models_work_too(clips, tmp_path):
    config = transformers.Wav2Vec2Config(**SMALL, id2label={0: "sad", 1: "glad"})
    stock = transformers.Wav2Vec2ForSequenceClassification(config)
    stock.save_pretrained(tmp_path / "stock")
    front = transformers.Wav2Vec2FeatureExtractor(do_normalize=True)
    front.save_pretrained(tmp_path / "stock")
    rows = [row for row in predict(tmp_path / "stock", clips) if row.error is None]
    assert len(rows) == 4 and all(row.classes == ("sad", "glad") for row in rows)
    with pytest.raises(SerEvalsError, match="says nothing of single frames"):
        predict(tmp_path / "stock", clips, track=True)


def spoilt(folder, copy, spoil):
    """Return a copy of a model whose weights have been changed."""
    shutil.copytree(folder, copy)
    weights = load_file(copy / "model.safetensors")
    spoil(weights)
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    return copy


def test_a_model_without_all_its_weights_is_refused(folder, clips, tmp_path):
    def without_last(weights):
        del weights["head.last.weight"], weights["head.last.bias"]

    def narrower(weights):
        weights["head.last.weight"] = weights["head.last.weight"][:, :5].contiguous()

    message = (
        "is not a whole SerForAudioClassification: 2 weights are missing, such as "
        "head.last.bias, head.last.weight; give a folder"
    )
    with pytest.raises(SerEvalsError, match=message):
        predict(spoilt(folder, tmp_path / "headless", without_last), clips)
    message = "1 weights are of another shape, such as head.last.weight .4x5, not 4x"
    with pytest.raises(SerEvalsError, match=message) as error:
        predict(spoilt(folder, tmp_path / "narrow", narrower), clips)
    assert "\n" not in str(error.value)


def test_an_encoder_alone_is_no_classifier(clips, tmp_path):
    encoder = transformers.Wav2Vec2Model(transformers.Wav2Vec2Config(**SMALL))
    encoder.save_pretrained(tmp_path / "bare")
    transformers.Wav2Vec2FeatureExtractor().save_pretrained(tmp_path / "bare")
    message = "is not a whole Wav2Vec2ForSequenceClassification: 4 weights are missing, such as cl"
    with pytest.raises(SerEvalsError, match=message):
        predict(tmp_path / "bare", clips)


def test_weights_left_over_are_no_fault(folder, clips, tmp_path):
    def more(weights):
        weights["lm_head.weight"] = torch.zeros(2, 2)

    (row,) = predict(spoilt(folder, tmp_path / "more", more), clips / "a.wav")
    assert row.error is None


def test_mistakes(made, folder, clips, tmp_path):
    with pytest.raises(SerEvalsError, match="unknown prior 'sorce': did you mean 'source'"):
        predict(folder, clips, prior="sorce")
    with pytest.raises(SerEvalsError, match="no audio files"):
        predict(folder, [])
    (tmp_path / "void").mkdir()
    with pytest.raises(SerEvalsError, match="no audio files"):
        predict(folder, tmp_path / "void")
    with pytest.raises(SerEvalsError, match="batch_size: expected a whole number"):
        predict(folder, clips, batch_size=0)
    with pytest.raises(SerEvalsError, match="model .*void: cannot be loaded") as error:
        predict(tmp_path / "void", clips)
    assert "\n" not in str(error.value)
    pooled = model(WAV2VEC2, head="pooled")
    with pytest.raises(SerEvalsError, match="says nothing of single frames"):
        predict((pooled, extractor(pooled)), clips, track=True)
    with pytest.raises(SerEvalsError, match="does not carry its source's labels"):
        predict((pooled, extractor(pooled)), clips, prior="source")
    (row,) = predict(folder, "nowhere.wav")
    assert "nowhere.wav" not in row.error and row.error


def test_a_device_that_is_not_there(folder, clips, made):
    for model_ in (folder, (made, extractor(made))):
        with pytest.raises(SerEvalsError, match="^device 'cuda:99' cannot be used: "):
            predict(model_, clips, device="cuda:99")


def test_models_that_cannot_be_had(clips, tiny):
    message = "^acme/unheard: config.json is neither in the local .* give its folder as model$"
    with pytest.raises(SerEvalsError, match=message):
        predict("acme/unheard", clips)
    cached(tiny, "unfinished", without=("model.safetensors",))
    message = "^acme/unfinished: model.safetensors is neither in the local .* as model$"
    with pytest.raises(SerEvalsError, match=message) as error:
        predict("acme/unfinished", clips)
    assert "\n" not in str(error.value)
    for name in ("nowhere", "./no/where", "/no/where"):
        with pytest.raises(SerEvalsError, match=f"^model {name}: there is no such folder; give"):
            predict(name, clips)


def test_a_model_of_the_hub(folder, clips):
    cached(folder, "heard")
    (row,), (same,) = (predict(place, clips / "a.wav") for place in ("acme/heard", folder))
    assert row.probabilities == same.probabilities


def test_what_is_done_to_files_is_said_once(folder, tmp_path, caplog):
    caplog.set_level("INFO", "ser_evals")
    for name, rate, channels in (("a", 8_000, 1), ("b", 48_000, 2), ("c", 16_000, 1)):
        soundfile.write(tmp_path / f"{name}.wav", np.zeros((rate, channels)), rate)
    assert len(list(predict(folder, tmp_path, batch_size=1))) == 3
    assert caplog.messages == ["files: 2 of 3 resampled to 16000 Hz, 1 mixed down to mono"]
    caplog.clear()
    list(predict(folder, tmp_path / "c.wav"))
    assert caplog.messages == []


def test_table(folder, clips, capsys):
    assert command(str(folder), [str(clips)]) == 1
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0].split() == ["label", "prob.", "file"] and len(lines) == 7
    assert lines[1].endswith("a.wav") and ": holds no samples" in lines[5]
    assert captured.err == "ser-evals: 2 of 6 files cannot be used\n"
    assert command(str(folder), [str(clips / "a.wav")]) == 0


def test_csv_and_jsonl(folder, clips, tmp_path, capsys):
    path = tmp_path / "out" / "rows.csv"
    assert command(str(folder), [str(clips)], format="csv", output=str(path)) == 1
    table = pd.read_csv(path)
    facts = ["file", "label", "probability", "seconds", "error"]
    assert list(table.columns) == [*facts, "anger", "fear", "joy", "neutral"]
    assert table["error"].notna().sum() == 2 and table["anger"].notna().sum() == 4
    assert [path.name] == [p.name for p in path.parent.iterdir()]
    assert capsys.readouterr().out == ""
    command(str(folder), [str(clips)], format="jsonl")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["file"] for row in rows] == table["file"].tolist()
    assert rows[0]["probabilities"]["fear"] == pytest.approx(table["fear"][0])
    command(str(folder), [str(clips / "bad.wav")], format="csv")
    assert len(capsys.readouterr().out.splitlines()) == 2
    with pytest.raises(SerEvalsError, match="unknown format 'cvs': did you mean 'csv'"):
        command(str(folder), [str(clips)], format="cvs")


def test_tracks_and_plots(folder, clips, tmp_path, capsys):
    places = {"track": str(tmp_path / "tracks"), "plot": str(tmp_path / "plots")}
    assert command(str(folder), [str(clips), str(clips / "a.wav")], **places) == 1
    good = ["a.wav", "a.wav-2", "b.flac", "d.m4a", "sub/c.wav"]
    found = (tmp_path / "tracks").rglob("*.csv")
    written = {path.relative_to(tmp_path / "tracks").as_posix() for path in found}
    assert written == {f"{name}.csv" for name in good}
    table = pd.read_csv(tmp_path / "tracks" / "b.flac.csv")
    assert list(table.columns) == ["time", "anger", "fear", "joy", "neutral"]
    assert len(table) == 9 and table["time"].is_monotonic_increasing
    np.testing.assert_allclose(table.iloc[:, 1:].sum(axis=1), 1, atol=1e-5)
    for name in good:
        png = (tmp_path / "plots" / f"{name}.png").read_bytes()
        svg = (tmp_path / "plots" / f"{name}.svg").read_text()
        assert png.startswith(b"\x89PNG") and "time (s)" in svg and "neutral" in svg


def test_export_command(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("ser_evals.exporting.export", lambda run, output: tmp_path / output)
    export_command(run="r", output="m")
    assert "ser-evals predict" in capsys.readouterr().out


def test_long_files_are_cut_into_windows(made, folder, tmp_path):
    soundfile.write(tmp_path / "long.wav", noise(7.3, 0), 16_000)
    (row,) = predict(folder, tmp_path / "long.wav", track=True)
    assert row.error is None and row.seconds == pytest.approx(7.3)
    assert len(row.track.times) == 7 * 5 + 2 and 7 < row.track.times[-1] < 7.3
