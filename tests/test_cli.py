"""The command line as a user meets it, mistakes included: one line, exit code 2."""

import json
import shutil
import wave
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import soundfile

from ser_evals.cli import main
from ser_evals.synthesis import generate


@pytest.fixture(scope="module")
def corpora(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    generate(folder, name="synthetic", speakers=4, takes=1)
    return folder


@pytest.fixture
def copy(corpora, tmp_path) -> Path:
    return Path(shutil.copytree(corpora, tmp_path / "corpora"))


def first_wav(folder: Path) -> Path:
    return sorted((folder / "synthetic").rglob("*.wav"))[0]


def refused(capsys, *words: str) -> str:
    """Run a command that must fail; return its one line on standard error."""
    try:
        code = main(words)
    except SystemExit as stop:
        code = stop.code
    error = capsys.readouterr().err
    lines = [line for line in error.splitlines() if line and not line.lstrip().startswith("scan ")]
    assert code == 2, error
    assert len(lines) == 1, error
    assert "Traceback" not in error
    return lines[0]


def run_words(data: Path, output: Path, *more: str) -> list[str]:
    words = ["run", "--train", "synthetic", "--test", "synthetic", "--data-dir", str(data)]
    return [*words, "--output", str(output), *more]


def test_unknown_corpus_offers_the_near_name(capsys, tmp_path):
    line = refused(
        capsys, "run", "--train", "emo-db", "--test", "urdu", "--data-dir", ".", "--output",
        str(tmp_path),
    )  # fmt: skip
    assert "did you mean 'emodb'" in line


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["runn"], "did you mean 'run'"),
        (["corpora", "shw"], "did you mean 'show'"),
        (["corpora", "show", "nothing-like-it"], "unknown corpus"),
        (["score", "absent.parquet"], "no predictions at absent.parquet"),
        (["report", "absent"], "no finished run below absent"),
        (["demo", "--data-dir", "absent"], "no folder absent"),
        (["run"], "required: --train"),
    ],
)
def test_wrong_words(capsys, words, expected):
    assert expected in refused(capsys, *words)


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--protocol", "ser_eval", "did you mean 'ser_evals'"),
        ("--prior", "orakle", "did you mean 'oracle'"),
        ("--layer", "first", "expected 'weighted', 'last', or a number"),
        ("--layer", "7", "no layer 7"),
        ("--context", "30", "unknown context"),
        ("--taxonomy", "eight", "unknown taxonomy"),
        ("--precision", "bf16", "did you mean 'bfloat16'"),
        ("--seeds", "0", "expected a whole number from 1"),
        ("--limit", "-3", "expected a whole number from 1"),
        ("--folds", "1", "expected 0 (one per speaker) or at least 2"),
        ("--device", "gpu", "device 'gpu' cannot be used"),
        ("--backbone", "mfc", "did you mean 'mfcc'"),
        ("--backbone", "./absent", "there is no such folder"),
    ],
)
def test_wrong_values(capsys, corpora, tmp_path, option, value, expected):
    assert expected in refused(capsys, *run_words(corpora, tmp_path / "out", option, value))


def test_leave_one_speaker_out(corpora, tmp_path):
    assert main(run_words(corpora, tmp_path, "--folds", "0", "--seeds", "1")) == 0
    (path,) = (tmp_path / "runs").rglob("predictions.parquet")
    table = pd.read_parquet(path)
    assert table.groupby("fold").speaker.nunique().tolist() == [1] * 4


def test_unreadable_backbone_folder(capsys, corpora, tmp_path):
    (tmp_path / "net").mkdir()
    words = run_words(corpora, tmp_path / "out", "--backbone", str(tmp_path / "net"))
    assert "has a config.json" in refused(capsys, *words)
    (tmp_path / "net" / "config.json").write_text('{"model_type": "whisper"}')
    assert "safetensors" in refused(capsys, *words)


def test_output_that_cannot_be_written(capsys, corpora, tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot write" in refused(capsys, *run_words(corpora, tmp_path / "file" / "out"))


def test_folder_of_another_corpus_and_empty_folder(capsys, copy, tmp_path):
    shutil.copytree(copy / "synthetic", copy / "emodb")
    words = ["run", "--train", "emodb", "--test", "emodb", "--data-dir", str(copy), "--output"]
    assert "emodb" in refused(capsys, *words, str(tmp_path / "out"))
    shutil.rmtree(copy / "emodb")
    (copy / "emodb").mkdir()
    assert "emodb" in refused(capsys, *words, str(tmp_path / "out"))


def test_unknown_label_in_a_file_name(capsys, copy, tmp_path):
    path = first_wav(copy)
    speaker, _, take = path.stem.split("_")
    path.rename(path.with_name(f"{speaker}_joyy_{take}.wav"))
    assert "joyy" in refused(capsys, *run_words(copy, tmp_path / "out"))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def zero_length(path: Path) -> None:
    path.write_bytes(b"")


def no_samples(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))


def not_a_number(path: Path) -> None:
    soundfile.write(path, np.full(1600, np.nan, dtype=np.float32), 16_000, subtype="FLOAT")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (truncated, "is truncated"),
        (zero_length, "is empty"),
        (no_samples, "holds no samples"),
        (not_a_number, "holds NaN"),
    ],
)
def test_unusable_audio_is_named_before_any_work(capsys, copy, tmp_path, damage, expected):
    damage(first_wav(copy))
    line = refused(capsys, *run_words(copy, tmp_path / "out"))
    assert expected in line and first_wav(copy).name in line and "1 of 24" in line
    assert not (tmp_path / "out" / "runs").exists()


def test_skip_unreadable_goes_on_and_says_so(capsys, copy, tmp_path):
    truncated(first_wav(copy))
    assert main(run_words(copy, tmp_path / "out", "--skip-unreadable", "--seeds", "1")) == 0
    scores = pd.read_csv(tmp_path / "out" / "scores.csv")
    assert scores.warnings.str.contains("1 unreadable files skipped").all()
    assert "unreadable files skipped" in (tmp_path / "out" / "report.html").read_text()
    printed = capsys.readouterr().out
    assert "report.html" in printed and "UAR" in printed


def test_predictions_without_a_needed_column(capsys, tmp_path):
    path = tmp_path / "theirs.parquet"
    pd.DataFrame({"id": ["a"], "prediction": ["anger"]}).to_parquet(path)
    assert "lacks the column reference" in refused(capsys, "score", str(path))


def test_anyones_predictions_are_scored(capsys, tmp_path):
    path = tmp_path / "theirs.parquet"
    rows = {"id": list("abcd"), "reference": ["yes", "yes", "no", "no"],
            "prediction": ["yes", "yes", "no", "yes"]}  # fmt: skip
    pd.DataFrame(rows).to_parquet(path)
    assert main(["score", str(path), "--output", str(tmp_path / "scores.csv")]) == 0
    assert "0.750" in capsys.readouterr().out
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert scores[scores.metric == "uar"].value.item() == 0.75


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["list"], "emodb"),
        (["show", "emodb"], "boredom"),
        (["show", "fau_aibo"], "fau_aibo_2cl"),
        (["card", "synthetic"], "license: apache-2.0"),
        (["stats", "emodb", "urdu"], "as documented"),
    ],
)
def test_what_is_known_of_corpora(capsys, words, expected):
    assert main(["corpora", *words]) == 0
    assert expected in capsys.readouterr().out


def test_backbones_are_listed(capsys):
    assert main(["backbones", "list"]) == 0
    assert "mfcc" in capsys.readouterr().out


def test_a_copy_is_validated_counted_and_prepared(capsys, corpora, tmp_path):
    copy = ["synthetic", "--data-dir", str(corpora)]
    found = tmp_path / "found.json"
    assert main(["corpora", "validate", *copy, "--output", str(found)]) == 0
    assert "0 errors" in capsys.readouterr().out
    assert json.loads(found.read_text())["findings"]
    assert main(["corpora", "stats", *copy, "--output", str(tmp_path / "stats")]) == 0
    assert (tmp_path / "stats/synthetic.json").is_file()
    assert main(["corpora", "prepare", *copy, "--output", str(tmp_path / "hub")]) == 0
    assert (tmp_path / "hub/README.md").is_file()
    assert list((tmp_path / "hub/ser_evals").glob("*.parquet"))


def test_what_may_not_be_downloaded_is_explained(capsys, tmp_path):
    assert main(["corpora", "fetch", "iemocap", "--data-dir", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "sail.usc.edu" in told and "Session1/" in told
    assert not list(tmp_path.iterdir())


def test_a_task_is_a_taxonomy(corpora, tmp_path):
    words = run_words(corpora, tmp_path, "--taxonomy", "iemocap_4cl", "--seeds", "1")
    assert main(words) == 0
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert set(scores.taxonomy) == {"iemocap_4cl"}
    (path,) = (tmp_path / "runs").rglob("predictions.parquet")
    references = set(pd.read_parquet(path).reference)
    assert references == {"anger", "happiness", "neutral", "sadness"}


OWN = """
from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_table

corpus = Corpus(
    name="talks", title="Talks", languages=("de",), elicitation="natural", licence="CC0-1.0",
    redistributable="audio", homepage="here", obtain="ask me", utterances=24, speakers=4,
    citation=Citation("me2026talks", "M. E.", "Talks", "", 2026),
    labels={"anger": "anger", "sadness": "sadness"},
    read=from_table("turns.csv", path="{file}", columns={
        "id": "turn", "label": "label", "speaker": "speaker", "start": "from", "end": "to"}),
    sample=Sample({"turns.csv": "", "talk.flac": ""}, ()),
)
"""


def test_own_record_with_stretches_of_one_recording(corpora, tmp_path):
    """One long file for all speakers, the record given by its path."""
    record = tmp_path / "talks.py"
    record.write_text(OWN)
    waves, rows, now = [], ["turn,file,label,speaker,from,to"], 0.0
    for path in sorted((corpora / "synthetic").rglob("*.wav")):
        speaker, label, take = path.stem.split("_")
        if label in ("anger", "sadness"):
            wave, rate = soundfile.read(path)
            waves.append(wave)
            end = now + len(wave) / rate
            rows.append(f"{path.stem},talk.flac,{label},{speaker},{now!r},{end!r}")
            now = end
    data = tmp_path / "data/talks"
    data.mkdir(parents=True)
    (data / "turns.csv").write_text("\n".join(rows) + "\n")
    soundfile.write(data / "talk.flac", np.concatenate(waves), rate)
    words = ["run", "--train", str(record), "--test", str(record), "--seeds", "1"]
    words += ["--data-dir", str(tmp_path / "data"), "--output", str(tmp_path / "out")]
    assert main(words) == 0
    (path,) = (tmp_path / "out/runs").rglob("predictions.parquet")
    assert len(pd.read_parquet(path)) == len(rows) - 1
    assert main(["export", str(tmp_path / "out"), str(tmp_path / "model")]) == 0
    card = (tmp_path / "model" / "README.md").read_text()
    assert "ser-evals/talks" not in card and str(tmp_path) not in card


def test_validate_names_unusable_files(capsys, copy):
    truncated(first_wav(copy))
    assert main(["corpora", "validate", "synthetic", "--data-dir", str(copy)]) == 1
    assert "is truncated" in capsys.readouterr().out


def test_debug_shows_the_traceback(tmp_path):
    from ser_evals import SerEvalsError

    with pytest.raises(SerEvalsError, match="no finished run"):
        main(["report", str(tmp_path), "--debug"])


def test_a_set_of_one_class_is_refused(capsys, copy, tmp_path):
    for path in (copy / "synthetic").rglob("*.wav"):
        if "_anger_" not in path.name:
            path.unlink()
    assert "a head needs two classes" in refused(capsys, *run_words(copy, tmp_path / "out"))


def test_another_precision_is_named_in_the_protocol(corpora, tmp_path):
    assert main(run_words(corpora, tmp_path, "--precision", "bfloat16", "--seeds", "1")) == 0
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert set(scores.protocol) == {"ser_evals [precision=bfloat16]"}
