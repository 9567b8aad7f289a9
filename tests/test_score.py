"""Reading anyone's file and scoring it: formats, references, groups, differences, pictures."""

import json
import math
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import ser_evals
from ser_evals import SerEvalsError, metrics
from ser_evals.emotions import EMOTIONS
from ser_evals.predictions import Predictions, read, write
from ser_evals.scorecard import BY

ROWS = {
    "id": ["01", "02", "03", "04"],
    "reference": ["anger", "anger", "fear", "fear"],
    "prediction": ["anger", "fear", "fear", "fear"],
}
SCORES = [[2.0, 1.0], [0.5, 1.5], [-1.0, 0.25], [0.0, 3.0]]


def save(path: Path, **columns: Any) -> Path:
    """Write a table in the kind that the suffix says; a column of None is left out."""
    frame = pd.DataFrame({k: v for k, v in (ROWS | columns).items() if v is not None})
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".jsonl":
        frame.to_json(path, orient="records", lines=True)
    else:
        if "scores" in frame:
            frame["scores"] = frame["scores"].map(json.dumps)
        frame.to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",")
    return path


def value(scores: pd.DataFrame, metric: str, by: str = "all", group: str = "all", **more: Any):
    at = (scores["metric"] == metric) & (scores["by"] == by) & (scores["group"] == group)
    for name, wanted in more.items():
        at &= scores[name] == wanted
    return scores[at]["value"].item()


KINDS = ["a.parquet", "a.csv", "a.tsv", "a.jsonl"]


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_says_the_same(name: str, tmp_path: Path) -> None:
    found = read(save(tmp_path / name, speaker=["s1", None, "NA", "s1"]))
    assert found.table["id"].tolist() == ROWS["id"]
    assert found.table["prediction"].tolist() == ROWS["prediction"]
    assert found.table["speaker"].tolist()[2] == "NA" and pd.isna(found.table["speaker"][1])
    assert found.classes == ("anger", "fear") and found.table["seed"].tolist() == [0] * 4
    lists = read(save(tmp_path / name, prediction=None, scores=SCORES), classes=["anger", "fear"])
    np.testing.assert_array_equal(lists.scores(), SCORES)
    columns = {f"score_{c}": [row[i] for row in SCORES] for i, c in enumerate(["anger", "fear"])}
    single = read(save(tmp_path / name, prediction=None, **columns))
    np.testing.assert_array_equal(single.scores(), SCORES)
    assert single.classes == lists.classes == ("anger", "fear")
    turned = read(save(tmp_path / name, prediction=None, **columns), classes=["fear", "anger"])
    np.testing.assert_array_equal(turned.scores(), np.array(SCORES)[:, ::-1])


@pytest.mark.parametrize("name", KINDS)
def test_the_content_tells_where_the_suffix_does_not(name: str, tmp_path: Path) -> None:
    plain = save(tmp_path / name).rename(tmp_path / "answers.txt")
    assert read(plain).table["prediction"].tolist() == ROWS["prediction"]


def test_a_csv_file_with_a_byte_order_mark_and_seeds(tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv", seed=[0, 1, 0, 1], id=["a", "a", "b", "b"])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(path).table["seed"].tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize("name", KINDS)
def test_indices_are_classes(name: str, tmp_path: Path) -> None:
    numbers = {"reference": [1, 1, 0, 0], "prediction": [1, 0, 0, 0]}
    given = read(save(tmp_path / name, **numbers), classes=["fear", "anger"])
    assert given.table["reference"].tolist() == ROWS["reference"]
    assert given.table["prediction"].tolist() == ROWS["prediction"]
    eight = read(save(tmp_path / name, prediction=[5, 3, 3, 3]))
    assert eight.classes == EMOTIONS
    assert eight.table["prediction"].tolist() == ROWS["prediction"]
    logits = np.eye(8)[[5, 3, 3, 3]].tolist()
    scored = read(save(tmp_path / name, reference=[5, 5, 3, 3], prediction=None, scores=logits))
    assert scored.table["reference"].tolist() == ROWS["reference"]
    alone = read(save(tmp_path / name, **numbers))
    assert alone.classes == ("0", "1")


def test_probabilities_become_logits_and_logits_stay(tmp_path: Path) -> None:
    shares = [[0.75, 0.25], [1.0, 0.0], [0.5, 0.5], [0.1, 0.9]]
    found = read(save(tmp_path / "a.csv", scores=shares), classes=["anger", "fear"])
    assert found.scores()[0].tolist() == pytest.approx([math.log(0.75), math.log(0.25)])
    assert np.isfinite(found.scores()).all()
    write(Predictions(found.table.assign(scores=shares), found.classes, {}, {}), tmp_path / "b.pq")
    np.testing.assert_allclose(read(tmp_path / "b.pq").scores(), shares)


REFUSED = {
    r"lacks the column id; it has .*, file\. Rename 'file' to 'id'\?": {
        "id": None,
        "file": ["a", "b", "c", "d"],
    },
    r"lacks the column reference; .*Rename 'label' to 'reference'\?.*\(--references\)": {
        "reference": None,
        "label": [0, 1, 1, 1],
    },
    r"lacks the column scores \(or prediction\).*Rename 'logits' to 'scores'\?": {
        "prediction": None,
        "logits": [1, 2, 3, 4],
    },
    r"prediction 'angr' is none of the classes anger, fear \(row 2, did you mean 'anger'": {
        "prediction": ["anger", "fear", "angr", "fear"],
        "score_anger": [1, 2, 3, 4],
        "score_fear": [1, 2, 3, 4],
    },
    "row 1 has NaN or infinite scores \\(class fear\\)": {
        "score_anger": [1.0, 2, 3, 4],
        "score_fear": [1.0, math.nan, 3, 4],
    },
    "row 2 has 'much' in column score_fear, expected a number": {
        "score_anger": [1, 2, 3, 4],
        "score_fear": ["1", "2", "much", "4"],
    },
    "row 3 has seed '1.5', expected a whole number": {"seed": [0, 0, 0, 1.5]},
}


@pytest.mark.parametrize("message", REFUSED)
def test_mistakes_are_one_line_that_names_row_and_column(message: str, tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match=rf"a\.csv.*({message})") as caught:
        read(save(tmp_path / "a.csv", **REFUSED[message]))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": 1}\n[1]\n', "line 2 is no object"),
        ('{"id": 1}\n\n{"id": \n', "line 3 is not JSON"),
        ("\n", "holds no predictions"),
    ],
)
def test_lines_that_are_no_json(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(content)
    with pytest.raises(SerEvalsError, match=message):
        read(tmp_path / "a.jsonl")


def test_rows_longer_than_the_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,reference,prediction\n1,a,b,c\n2,a,b\n")
    with pytest.raises(SerEvalsError, match=r"a\.csv has rows longer than its header"):
        read(tmp_path / "a.csv")


def test_classes_that_do_not_fit(tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv", score_anger=[1] * 4, score_fear=[2] * 4)
    with pytest.raises(SerEvalsError, match="which are not the classes anger, joy"):
        read(path, classes=["anger", "joy"])
    with pytest.raises(SerEvalsError, match="names a class twice"):
        read(path, classes=["anger", "anger"])
    four = save(tmp_path / "b.csv", scores=[[1, 2, 3, 4]] * 4)
    with pytest.raises(SerEvalsError, match=r"4 scores per row .* classes= \(--classes\)"):
        read(four)
    one = save(tmp_path / "c.csv", scores=[[1, 2, 3, 4]] * 4)
    one.write_text(one.read_text().replace("[1, 2, 3, 4]", "1 2 3 4", 1))
    with pytest.raises(SerEvalsError, match="row 0 has scores '1 2 3 4', expected a list"):
        read(one)


def test_secret_references(tmp_path: Path) -> None:
    """They are joined by id, in any order, and their columns win."""
    blind = save(tmp_path / "a.jsonl", reference=None, speaker=["x"] * 4)
    secret = save(
        tmp_path / "secret.csv",
        id=["04", "02", "01", "03"],
        reference=["fear", "anger", "anger", "fear"],
        prediction=None,
        speaker=["s2", "s1", "s1", "s2"],
    )
    with pytest.raises(SerEvalsError, match="lacks the column reference"):
        read(blind)
    found = read(blind, references=secret)
    assert found.table["reference"].tolist() == ROWS["reference"]
    assert found.table["speaker"].tolist() == ["s1", "s1", "s2", "s2"]
    assert value(ser_evals.score(blind, references=secret), "uar") == 0.75
    liar = save(tmp_path / "liar.csv", reference=ROWS["prediction"])
    assert value(ser_evals.score(liar, references=secret), "uar") == 0.75


def test_one_id_in_two_corpora(tmp_path: Path) -> None:
    ids = {"id": ["1", "2", "1", "2"], "corpus": ["x", "x", "y", "y"]}
    secret = save(tmp_path / "s.csv", prediction=None, **ids)
    blind = save(tmp_path / "a.csv", reference=None, **ids)
    assert read(blind, references=secret).table["reference"].tolist() == ROWS["reference"]


@pytest.mark.parametrize(
    ("blind", "secret", "message"),
    [
        (["01", "02", "03", "99"], ROWS["id"], r"1 without a reference in s\.csv \(99\); 1 not pr"),
        (["01", "02", "x", "y"], ROWS["id"], r"2 not predicted in a\.csv \(03, 04\)"),
        (ROWS["id"], ["01", "01", "03", "04"], r"1 doubled in s\.csv \(01\)"),
    ],
)
def test_references_of_other_utterances(
    blind: list[str], secret: list[str], message: str, tmp_path: Path
) -> None:
    theirs = save(tmp_path / "a.csv", id=blind, reference=None)
    ours = save(tmp_path / "s.csv", id=secret, prediction=None)
    with pytest.raises(SerEvalsError, match=message):
        read(theirs, references=ours)


def test_a_seed_that_lacks_an_utterance(tmp_path: Path) -> None:
    table = {"id": ["1", "2", "1"], "prediction": ["a", "b", "a"], "seed": [0, 0, 1]}
    pd.DataFrame(table).to_csv(tmp_path / "a.csv", index=False)
    pd.DataFrame({"id": ["1", "2"], "reference": ["a", "b"]}).to_csv(tmp_path / "s.csv")
    with pytest.raises(SerEvalsError, match=r"1 not predicted with seed 1 \(2\)"):
        read(tmp_path / "a.csv", references=tmp_path / "s.csv")


GROUPED = {
    "id": [*"abcdefgh"],
    "reference": ["x", "x", "y", "y"] * 2,
    "prediction": ["x", "x", "y", "y", "x", "y", "y", "y"],
    "speaker": ["s1"] * 4 + ["s2"] * 4,
    "sex": ["female"] * 4 + ["male"] * 4,
    "language": ["deu"] * 8,
}


def test_groups_and_how_far_they_lie_apart(tmp_path: Path) -> None:
    """s1 has UAR 1, s2 (1/2 + 1) / 2 = .75: gini = 2 * .25 / (2 * 4 * .875), gap .25."""
    scores = ser_evals.score(save(tmp_path / "a.csv", **GROUPED), by=BY)
    assert value(scores, "uar") == pytest.approx((0.75 + 1) / 2)
    assert value(scores, "uar", "speaker", "s1") == 1
    assert value(scores, "uar", "sex", "male") == 0.75
    assert value(scores, "recall_x", "sex", "male") == 0.5
    assert value(scores, "speaker_gini", "speaker") == pytest.approx(0.5 / 7)
    assert value(scores, "group_gap", "sex") == 0.25
    assert "language" not in set(scores["by"]) and "cross_entropy" not in set(scores["metric"])
    speakers = scores[(scores["by"] == "speaker") & (scores["metric"] == "uar")]
    assert speakers["ci_unit"].tolist() == ["utterance"] * 2
    assert speakers["speakers"].tolist() == [1, 1] and speakers["utterances"].tolist() == [4, 4]
    assert (speakers["ci_low"] <= speakers["value"]).all()


def test_by_chooses_the_groups(tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv", **GROUPED, accent=["north", "south"] * 4)
    assert set(ser_evals.score(path, by=["accent"])["by"]) == {"all", "accent"}
    assert set(ser_evals.score(path, by=())["by"]) == {"all"}
    with pytest.raises(SerEvalsError, match="unknown column 'sexx': did you mean 'sex'"):
        ser_evals.score(path, by=["sexx"])


def test_speakers_of_two_corpora_are_not_one(tmp_path: Path) -> None:
    columns = GROUPED | {"speaker": ["01"] * 8, "corpus": ["x"] * 4 + ["y"] * 4}
    scores = ser_evals.score(save(tmp_path / "a.csv", **columns), by=BY)
    groups = set(scores[scores["by"] == "speaker"]["group"])
    assert groups == {"all", "x/01", "y/01"}


def test_calibration_by_hand(tmp_path: Path) -> None:
    """Probabilities 3/4 of the decision, right in half of the rows."""
    log3 = math.log(3)
    scores = [[log3, 0], [0, log3], [log3, 0], [0, log3]]
    path = save(tmp_path / "a.csv", scores=scores, prediction=None)
    found = ser_evals.score(path, classes=["anger", "fear"])
    assert value(found, "cross_entropy") == pytest.approx(-(math.log(0.75) + math.log(0.25)) / 2)
    assert value(found, "expected_calibration_error") == pytest.approx(0.25)


def test_a_prior_is_recomputed(tmp_path: Path) -> None:
    """Source .8 .2: minus the log of it turns the first row from a to b, as 1 < log 4."""
    frame = pd.DataFrame({"id": ["1", "2"], "reference": ["b", "a"], "fold": "0", "seed": 0})
    frame["scores"] = [[1.0, 0.0], [3.0, 0.0]]
    path = tmp_path / "a.parquet"
    write(Predictions(frame, ("a", "b"), {"0": [0.8, 0.2]}, {}), path)
    assert value(ser_evals.score(path), "uar") == 0.5
    assert value(ser_evals.score(path, prior="source"), "uar") == 1
    with pytest.raises(SerEvalsError, match="unknown prior 'orakle': did you mean 'oracle'"):
        ser_evals.score(path, prior="orakle")


def test_zero_shot_scores_two_sets_of_classes() -> None:
    frame = pd.DataFrame({"id": [*"12"], "reference": [*"ab"], "fold": "full", "seed": 0})
    for name in ("corpus", "language", "sex", "speaker", "condition"):
        frame[name] = None
    frame["scores"] = [[1.0, 0.0], [3.0, 0.0]]
    scores = ser_evals.score(Predictions(frame, ("a", "b"), {"full": [1.0, 0.0]}, {}))
    assert value(scores, "uar", classes="shared") == 1
    assert value(scores, "uar", classes="all") == 0.5
    assert set(scores["setting"]) == {"out_of_domain"}
    assert scores[scores["metric"] == "cross_entropy"]["classes"].tolist() == ["shared"]


def test_conditions_are_never_pooled(tmp_path: Path) -> None:
    columns = {"condition": ["clean"] * 4 + ["noise"] * 4, "id": ["1", "2", "3", "4"] * 2}
    columns |= {"reference": GROUPED["reference"], "prediction": GROUPED["prediction"]}
    scores = ser_evals.score(save(tmp_path / "a.csv", **columns))
    assert value(scores, "uar", condition="clean") == 1
    assert value(scores, "uar", condition="noise") == 0.75
    assert set(scores["utterances"]) == {4}


def systems(tmp_path: Path, count: int = 60) -> tuple[Path, Path]:
    rng = np.random.default_rng(0)
    truth = rng.choice([*"xyz"], count)
    base = {"id": [f"u{i}" for i in range(count)], "speaker": [f"s{i % 6}" for i in range(count)]}
    answers = [np.where(rng.random(count) < p, truth, "x") for p in (0.9, 0.5)]
    tables = [pd.DataFrame(base | {"reference": truth, "prediction": a}) for a in answers]
    tables[0].to_csv(tmp_path / "a.csv", index=False)
    tables[1].sample(frac=1, random_state=1).to_csv(tmp_path / "b.csv", index=False)
    return tmp_path / "a.csv", tmp_path / "b.csv"


def test_differences_are_paired(tmp_path: Path) -> None:
    a, b = systems(tmp_path)
    found = ser_evals.score(a, compare=b).set_index("metric")
    one, other = (read(path).table.sort_values("id") for path in (a, b))
    expected = metrics.paired_difference(
        one["reference"], one["prediction"], other["prediction"], speakers=one["speaker"]
    )
    uar = found.loc["uar"]
    assert uar["difference"] == pytest.approx(expected.value) == uar["value"] - uar["other"]
    assert [uar["ci_low"], uar["ci_high"]] == pytest.approx([expected.low, expected.high])
    assert (uar["ci_unit"], uar["speakers"], uar["utterances"]) == ("speaker", 6, 60)
    assert "recall_z" in found.index
    back = ser_evals.score(b, compare=a).set_index("metric").loc["uar"]
    assert back["difference"] == pytest.approx(-uar["difference"])
    same = ser_evals.score(a, compare=a)
    assert (same["difference"] == 0).all() and (same["ci_low"] == 0).all()


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    a, b = systems(tmp_path)
    table = pd.read_csv(b)
    table.iloc[5:].to_csv(tmp_path / "c.csv", index=False)
    with pytest.raises(SerEvalsError, match=r"5 only in a\.csv \(u.*, \.\.\.\)"):
        ser_evals.score(a, compare=tmp_path / "c.csv")
    table.assign(reference="x").to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(SerEvalsError, match=r"references of \d+ rows differ: u\d+ is '[yz]' in a"):
        ser_evals.score(a, compare=tmp_path / "d.csv")
    twice = pd.concat([table.assign(seed=0), table.assign(seed=1)])
    twice.to_csv(tmp_path / "e.csv", index=False)
    with pytest.raises(SerEvalsError, match=r"a\.csv has 1 and e\.csv has 2 seeds"):
        ser_evals.score(a, compare=tmp_path / "e.csv")
    table.assign(condition="noise").to_csv(tmp_path / "f.csv", index=False)
    with pytest.raises(SerEvalsError, match="the conditions differ: none in a.csv, noise in f.csv"):
        ser_evals.score(a, compare=tmp_path / "f.csv")


def test_seeds_are_paired_whatever_they_are_called(tmp_path: Path) -> None:
    a, b = systems(tmp_path)
    for path, seeds in ((a, (0, 1)), (b, (7, 9))):
        table = pd.read_csv(path)
        pd.concat([table.assign(seed=s) for s in seeds]).to_csv(path, index=False)
    found = ser_evals.score(a, compare=b).iloc[0]
    assert (found["seeds"], found["utterances"]) == (2, 60) and found["difference"] > 0


def test_pictures(tmp_path: Path) -> None:
    a, _ = systems(tmp_path)
    ser_evals.score(a, by=(), plot=tmp_path / "pics", output=tmp_path / "out" / "scores.csv")
    names = sorted(path.name for path in (tmp_path / "pics").iterdir())
    assert names == ["confusion.png", "confusion.svg", "speakers.png", "speakers.svg"]
    text = (tmp_path / "pics" / "confusion.svg").read_text()
    assert "UAR" in text and "prediction" in text
    assert (tmp_path / "pics" / "speakers.png").read_bytes()[:4] == b"\x89PNG"
    assert plt.get_fignums() == []
    first = (tmp_path / "pics" / "speakers.svg").read_bytes()
    ser_evals.score(a, plot=tmp_path / "pics")
    assert (tmp_path / "pics" / "speakers.svg").read_bytes() == first
    assert len(pd.read_csv(tmp_path / "out" / "scores.csv")) == 5 + 3


def test_pictures_of_conditions_and_of_one_speaker(tmp_path: Path) -> None:
    columns = {"condition": ["a/b"] * 4 + ["c"] * 4, "id": ["1", "2", "3", "4"] * 2}
    columns |= {"reference": GROUPED["reference"], "prediction": GROUPED["prediction"]}
    ser_evals.score(save(tmp_path / "a.csv", **columns), plot=tmp_path / "pics")
    names = sorted(path.name for path in (tmp_path / "pics").glob("*.png"))
    assert names == ["a_b-confusion.png", "c-confusion.png"]


def test_rounded_probabilities_are_probabilities(tmp_path: Path) -> None:
    shares = [[0.33, 0.33, 0.33], [0.5, 0.25, 0.26], [0.98, 0.01, 0.01]]
    columns = {"id": list("abc"), "reference": [0, 1, 2], "prediction": None}
    found = read(save(tmp_path / "a.csv", scores=shares, **columns), classes=["x", "y", "z"])
    np.testing.assert_allclose(np.exp(found.scores()).sum(1), 1)
    shares[1] = [0.5, 0.25, 0.45]
    with pytest.raises(SerEvalsError, match=r"those of row 1 sum to 1\.2, expected 1"):
        read(save(tmp_path / "b.csv", scores=shares, **columns), classes=["x", "y", "z"])


def test_seeds_that_do_not_belong_together(tmp_path: Path) -> None:
    columns = {"id": ["a", "b"], "prediction": ["anger", "fear"], "seed": [0, 1]}
    with pytest.raises(SerEvalsError, match="'a' is not predicted by every seed"):
        read(save(tmp_path / "a.csv", reference=["anger", "fear"], **columns))
    columns["id"] = ["a", "a"]
    with pytest.raises(SerEvalsError, match="'a' has two references"):
        read(save(tmp_path / "b.csv", reference=["anger", "fear"], **columns))


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv", reference=["anger"] * 4, prediction=["anger"] * 4)
    with pytest.raises(SerEvalsError, match="is one of the inputs"):
        ser_evals.score(path, output=path)


def test_warnings_stand_beside_groups_and_differences(tmp_path: Path) -> None:
    columns = {"id": list("abcd"), "reference": ["anger", "fear"] * 2, "sex": list("ffmm")}
    a = save(tmp_path / "a.csv", prediction=["anger"] * 4, **columns)
    b = save(tmp_path / "b.csv", prediction=["fear"] * 4, **columns)
    scores = ser_evals.score(a)
    told = scores["warnings"].str.contains("no speakers known: intervals over utterances")
    assert told[scores.ci_unit != ""].all() and set(scores.by) == {"all", "sex"}
    assert ser_evals.score(a, compare=b)["warnings"].str.contains("no speakers known").all()
