"""Scores that real speech must reach: far below is a bug, far above is a leak."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import ser_evals

pytestmark = [pytest.mark.real_corpora, pytest.mark.real_encoder]


@pytest.fixture(scope="module")
def output(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("anchors")


def in_domain(scores: pd.DataFrame, corpus: str = "emodb") -> float:
    rows = scores[(scores.train == corpus) & (scores.test == corpus) & (scores.metric == "uar")]
    return rows.value.item()


def test_whisper_in_domain_and_zero_shot(corpora_dir, whisper_dir, output):
    scores = ser_evals.run(
        ["emodb"], ["emodb", "urdu"], whisper_dir, data_dir=corpora_dir, output=output / "whisper"
    )
    assert 0.84 <= in_domain(scores) <= 0.95
    zero_shot = scores[(scores.test == "urdu") & (scores.metric == "uar")]
    assert set(zero_shot.classes) == {"shared", "all"}
    # 4 classes: chance is .25; native Urdu from acted German is hard, but not hopeless.
    assert (zero_shot.value > 0.3).all()


@pytest.mark.parametrize(
    ("backbone", "low", "high"),
    [("mfcc", 0.50, 0.75), ("egemaps", 0.58, 0.78), ("compare", 0.70, 0.88)],
)
def test_functionals(corpora_dir, output, backbone, low, high):
    scores = ser_evals.run(
        ["emodb"], ["emodb"], backbone, data_dir=corpora_dir, output=output / backbone, seeds=1
    )
    assert low <= in_domain(scores) <= high


def test_random_weights_are_far_worse(corpora_dir, whisper_dir, output):
    import torch
    from transformers import WhisperConfig
    from transformers.models.whisper.modeling_whisper import WhisperEncoder

    torch.manual_seed(0)
    folder = output / "random"
    WhisperEncoder(WhisperConfig.from_pretrained(whisper_dir)).save_pretrained(folder)
    shutil.copy(whisper_dir / "config.json", folder)
    scores = ser_evals.run(
        ["emodb"], ["emodb"], folder, data_dir=corpora_dir, output=output / "r",
        seeds=1, context="clip",
    )  # fmt: skip
    assert in_domain(scores) < 0.65
