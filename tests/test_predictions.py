"""The predictions table: what is written is read, and what cannot be scored is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError
from ser_evals.predictions import SCHEMA, Predictions, read, write


def ours(seeds: int = 2) -> Predictions:
    rng = np.random.default_rng(0)
    rows = [
        {
            "id": f"u{i}",
            "corpus": "mini",
            "fold": str(i % 2),
            "speaker": f"s{i % 2}",
            "group": f"s{i % 2}",
            "language": "qaa",
            "sex": None,
            "condition": "clean",
            "reference": ("anger", "sadness", "neutral")[i % 3],
            "scores": rng.normal(size=3).astype(np.float32),
            "seed": seed,
            "run": "abc",
        }
        for seed in range(seeds)
        for i in range(6)
    ]
    return Predictions(
        pd.DataFrame(rows),
        ("anger", "sadness", "neutral"),
        {"0": [0.5, 0.5, 0.0], "1": [0.2, 0.3, 0.5]},
        {"0": 1.5, "1": 0.8},
        ("neutral",),
    )


def foreign(path: Path, **columns: Any) -> Path:
    """Write somebody else's table; a column of None is left out."""
    known = {
        "id": ["a", "b", "c"],
        "reference": ["anger", "fear", "fear"],
        "prediction": ["anger", "anger", "fear"],
    }
    kept = {name: values for name, values in (known | columns).items() if values is not None}
    pq.write_table(pa.table(kept), path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "theirs.parquet"


def test_round_trip(tmp_path: Path) -> None:
    given = ours()
    write(given, tmp_path / "deep" / "p.parquet")
    found = read(tmp_path / "deep" / "p.parquet")
    assert found.classes == given.classes and found.masked == given.masked
    assert found.source_priors == given.source_priors
    assert found.temperatures == given.temperatures
    np.testing.assert_array_equal(found.scores(), given.scores())
    assert found.scores().dtype == np.float64 and found.scores().shape == (12, 3)
    assert found.table["sex"].isna().all()
    names = [name for name in SCHEMA.names if name not in ("scores", "sex")]
    assert found.table[names].to_dict("list") == given.table[names].to_dict("list")
    assert pq.read_schema(tmp_path / "deep" / "p.parquet").remove_metadata() == SCHEMA
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["p.parquet"]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    write(ours(), tmp_path / "a.parquet")
    write(ours(), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SerEvalsError, match="cannot write .*p.parquet: .*another folder"):
        write(ours(), tmp_path / "file" / "p.parquet")


def test_decisions_alone_are_enough(path: Path) -> None:
    found = read(foreign(path))
    assert found.classes == ("anger", "fear") and found.source_priors == {}
    assert found.table["seed"].tolist() == [0, 0, 0]
    assert found.table["fold"].tolist() == ["", "", ""]
    assert found.table["speaker"].isna().all()


def test_what_was_read_can_be_written(path: Path, tmp_path: Path) -> None:
    given = read(foreign(path))
    write(given, tmp_path / "again.parquet")
    found = read(tmp_path / "again.parquet")
    assert found.classes == given.classes
    for name in ("id", "reference", "prediction", "fold", "seed"):
        assert found.table[name].tolist() == given.table[name].tolist()


def test_classes_may_be_numbers(path: Path) -> None:
    found = read(foreign(path, reference=[0, 1, 1], prediction=[0, 0, 2]))
    assert found.classes == ("0", "1", "2")
    assert found.table["reference"].tolist() == ["0", "1", "1"]


def test_scores_without_names_are_of_the_eight_classes(path: Path) -> None:
    found = read(foreign(path, prediction=None, scores=[[0.0] * 7 + [1.0]] * 3))
    assert found.classes == EMOTIONS and found.scores().shape == (3, 8)


def test_tables_that_pandas_wrote(path: Path) -> None:
    """Joined parts with an index that is not unique, categories, ids as the index."""
    part = pd.DataFrame(
        {
            "reference": pd.Categorical(["anger", "fear"]),
            "prediction": ["fear", "fear"],
            "speaker": pd.Categorical(["s1", None]),
            "fold": [None, None],
        },
        index=pd.Index(["a", "b"], name="id"),
    )
    pd.concat([part.assign(seed=0), part.assign(seed=1)]).to_parquet(path)
    found = read(path)
    assert found.table["id"].tolist() == ["a", "b", "a", "b"]
    assert found.table.index.tolist() == [0, 1, 2, 3]
    assert found.table["fold"].tolist() == [""] * 4
    assert found.table["speaker"].fillna("unknown").tolist() == ["s1", "unknown"] * 2


REFUSED = {
    "lacks the column id; it has reference, prediction": {"id": None},
    "lacks the columns id, reference;": {"id": None, "reference": None},
    r"lacks the column scores \(or prediction\); it has id, reference\.": {"prediction": None},
    "row 1 has no reference": {"reference": ["anger", None, "fear"]},
    "row 2 has no prediction": {"prediction": ["anger", "fear", None]},
    "row 0 has no id": {"id": [None, "b", "c"]},
    "row 1 has no seed": {"seed": [0, None, 0]},
    "row 1 has no scores": {"scores": [[0.0] * 8, None, [0.0] * 8]},
    "scores are double, expected a list of numbers": {"scores": [0.1, 0.2, 0.3]},
    "scores are string, expected a list of numbers": {"scores": ["[1]", "[2]", "[3]"]},
    "scores are list<.*string>, expected a list": {"scores": [["a"] * 8] * 3},
    "row 2 has NaN or infinite scores": {"scores": [[0.0] * 8] * 2 + [[0.0] * 7 + [np.nan]]},
    "row 1 has NaN or infinite scores": {"scores": [[0.0] * 8, [-np.inf] * 8, [0.0] * 8]},
    "row 0 has NaN": {"scores": [[None] + [0.0] * 7, [0.0] * 8, [0.0] * 8]},
    "row 1 has 7 scores, expected 8": {"scores": [[0.0] * 8, [0.0] * 7, [0.0] * 8]},
    "has 4 scores per row and does not name its classes": {"scores": [[0.0] * 4] * 3},
    "reference 'Wut' is none of the classes happiness, sadness": {
        "reference": ["anger", "Wut", "fear"],
        "scores": [[0.0] * 8] * 3,
    },
    "'a' is predicted twice with seed 0": {"id": ["a", "b", "a"]},
    "'b' is predicted twice with seed 7": {"id": ["b", "b", "b"], "seed": [6, 7, 7]},
    "holds no predictions": {"id": [], "reference": [], "prediction": []},
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_scored_is_refused(message: str, path: Path) -> None:
    foreign(path, **REFUSED[message])
    with pytest.raises(SerEvalsError, match=rf"theirs\.parquet.*{message}") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_one_id_in_several_seeds_corpora_or_conditions(path: Path) -> None:
    foreign(path, id=["a"] * 3, seed=[0, 1, 2], reference=["anger"] * 3)
    assert read(path).table["seed"].tolist() == [0, 1, 2]
    foreign(path, id=["a"] * 3, corpus=["x", "y", None])
    assert len(read(path).table) == 3
    foreign(path, id=["a"] * 3, condition=["clean", "noise", "gsm"])
    assert len(read(path).table) == 3


def test_a_wrong_number_of_scores_in_our_own_file(tmp_path: Path) -> None:
    given = ours()
    given.table.at[4, "scores"] = np.zeros(5, dtype=np.float32)
    write(given, tmp_path / "p.parquet")
    with pytest.raises(SerEvalsError, match="row 4 has 5 scores, expected 3"):
        read(tmp_path / "p.parquet")


@pytest.mark.parametrize("content", [b"", b"id,reference\n", b"PAR1 and no more"])
def test_files_that_are_no_parquet(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(SerEvalsError, match=r"theirs\.parquet is not readable as Parquet"):
        read(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match="no predictions at .*: give a Parquet file"):
        read(tmp_path)
