"""Scores, computed by hand from constructed logits."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import recall_score

from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError
from ser_evals.predictions import Predictions
from ser_evals.scoring import METRICS, PRIORS, decide, score_rows

ABC = ("a", "b", "c")


def given(
    references: list[str],
    scores: Any,
    *,
    classes: tuple[str, ...] = ABC,
    source: Any = None,
    temperatures: dict[str, float] | None = None,
    masked: tuple[str, ...] = (),
    **columns: Any,
) -> Predictions:
    """Make a table; source is one prior for all ("full"), or one per fold."""
    count = len(references)
    table = {
        "id": [f"u{i}" for i in range(count)],
        "corpus": "mini",
        "fold": "full",
        "speaker": [f"s{i % 6}" for i in range(count)],
        "reference": references,
        "scores": list(np.asarray(scores, dtype=np.float32)),
        "seed": 0,
    }
    priors = source if isinstance(source, dict) else {"full": source} if source else {}
    return Predictions(pd.DataFrame(table | columns), classes, priors, temperatures or {}, masked)


def decided(predictions: Predictions, prior: str, rows: Any = None) -> list[str]:
    every = np.ones(len(predictions.table), dtype=bool)
    answers, _ = decide(predictions, every if rows is None else np.asarray(rows), prior)
    return answers.tolist()


def score(
    predictions: Predictions, classes: str = "present", *, prior: str = "none", **options: Any
) -> dict[str, dict[str, Any]]:
    options = {"setting": "in_domain"} | options
    rows, _ = score_rows(predictions, prior=prior, class_sets=[classes], **options)
    return {row["metric"]: row for row in rows}


def test_none_takes_the_largest_logit() -> None:
    scores = [[2, 1, 0], [0, 1, 2], [-3, -2, -4]]
    assert decided(given(["a", "b", "c"], scores, source=[0.1, 0.1, 0.8]), "none") == [*"acb"]


def test_source_subtracts_the_log_of_the_source_prior() -> None:
    """z - log p: 1 + .22 < .5 + 1.61 in the first row, 1.6 + .22 > .1 + 1.61 in the second."""
    predictions = given([*"ab"], [[1, 0.5], [1.6, 0.1]], classes=("a", "b"), source=[0.8, 0.2])
    assert decided(predictions, "none") == ["a", "a"]
    assert decided(predictions, "source") == ["b", "a"]


def test_oracle_adds_the_log_of_the_targets_distribution() -> None:
    """Source .5 .5, target .75 .25: b wins only if its logit leads by more than log 3 = 1.0986."""
    scores = [[0, 1.09], [0, 1.11], [0, 0.5], [0, 0]]
    predictions = given([*"aaab"], scores, classes=("a", "b"), source=[0.5, 0.5])
    assert decided(predictions, "oracle") == ["a", "b", "a", "a"]
    assert decided(predictions, "source") == ["b", "b", "b", "a"]


def test_oracle_knows_the_labels_of_the_scored_rows_only() -> None:
    """Without the third row the target is uniform; c, which the source lacks, is no part of it."""
    predictions = given([*"abac"], [[0, 0.5, 9]] * 4, source=[0.5, 0.5, 0.0])
    assert decided(predictions, "oracle") == ["a"] * 4
    assert decided(predictions, "oracle", [True, True, False, True]) == ["b"] * 3


@pytest.mark.parametrize("heat", [1.0, 4.0])
def test_estimated_runs_em_on_tempered_logits(heat: float) -> None:
    logits = np.array([[4.0, 0.0]] * 7 + [[0.0, 4.0]] + [[0.0, 0.4], [0.0, 3.0]])
    source, target = np.array([0.6, 0.4]), np.array([0.6, 0.4])
    posterior = np.exp(logits / heat)
    posterior /= posterior.sum(axis=1, keepdims=True)
    for _ in range(2000):
        joint = posterior * target / source
        target = (joint / joint.sum(axis=1, keepdims=True)).mean(axis=0)
    shift = math.log(target[0] / source[0]) - math.log(target[1] / source[1])
    lead = (logits[:, 0] - logits[:, 1]) / heat + shift
    predictions = given(
        ["a"] * 10, logits, classes=("a", "b"), source=[0.6, 0.4], temperatures={"0": heat}
    )
    answers = decided(predictions, "estimated")
    assert answers == ["a" if x > 0 else "b" for x in lead]
    assert answers[8] == "a" != decided(predictions, "none")[8]


def test_estimated_depends_on_the_temperature_of_its_seed() -> None:
    scores = [[4, 0]] * 7 + [[0, 4]] + [[0, 3]]
    both = given(
        ["a"] * 18,
        scores * 2,
        classes=("a", "b"),
        source=[0.5, 0.5],
        seed=[0] * 9 + [1] * 9,
        temperatures={"0": 1.0, "1": 6.0},
    )
    answers = decided(both, "estimated")
    assert answers[8] == "b" and answers[17] == "a"


@pytest.mark.parametrize("prior", PRIORS)
@pytest.mark.parametrize(("source", "masked"), [([0.7, 0.3, 0], ()), ([0.4, 0.3, 0.3], ("c",))])
def test_classes_unseen_or_masked_are_never_predicted(prior: str, source: Any, masked: Any) -> None:
    scores = np.tile(6 * np.eye(3), (20, 1)) + [0, 0, 50]
    options = {"source": source, "masked": masked, "temperatures": {"0": 1.0}}
    assert set(decided(given([*"abc"] * 20, scores, **options), prior)) == {"a", "b"}


def test_every_fold_has_its_own_source_prior() -> None:
    """The same logits, in a fold trained mostly on a and in one trained mostly on b."""
    priors = {"0": [0.9, 0.1, 0.0], "1": [0.1, 0.9, 0.0], "2": [0.0, 0.5, 0.5]}
    predictions = given([*"abc"], [[0.1, 0, 0.05]] * 3, source=priors, fold=["0", "1", "2"])
    assert decided(predictions, "source") == ["b", "a", "c"]
    assert decided(predictions, "none") == ["a", "a", "c"]


def test_rows_may_come_in_any_order_under_any_index() -> None:
    scores = np.random.default_rng(1).normal(size=(12, 3))
    priors = {"0": [0.6, 0.2, 0.2], "1": [0.1, 0.1, 0.8]}
    folds = ["0", "1"] * 6
    straight = decided(given([*"abc"] * 4, scores, source=priors, fold=folds), "source")
    order = np.random.default_rng(2).permutation(12)
    shuffled = given([*"abc"] * 4, scores, source=priors, fold=folds)
    table = shuffled.table.iloc[order].set_axis([7] * 12)
    mixed = decided(Predictions(table, ABC, priors, {}), "source")
    assert mixed == [straight[i] for i in order]


def test_what_a_prior_cannot_do_without() -> None:
    decisions = given([*"ab"], [[0, 0, 0]] * 2, prediction=["b", "a"])
    decisions = Predictions(decisions.table.drop(columns="scores"), ABC, {}, {})
    assert decided(decisions, "none", [True, False]) == ["b"]
    with pytest.raises(SerEvalsError, match="prior 'source' needs scores; .* decisions only"):
        decided(decisions, "source")
    with pytest.raises(SerEvalsError, match="prior 'oracle' needs the source's label distrib"):
        decided(given(["a"], [[0, 0, 0]]), "oracle")
    with pytest.raises(SerEvalsError, match="no utterance has a class of the source"):
        decided(given(["c"], [[0, 0, 0]], source=[0.5, 0.5, 0]), "oracle")
    with pytest.raises(SerEvalsError, match="unknown prior 'orcale': did you mean 'oracle'"):
        decided(given(["a"], [[0, 0, 0]]), "orcale")


def zero_shot() -> Predictions:
    """Two of anger, both right; two of sadness, one right; two of fear, unseen; one other."""
    said = ["anger", "anger", "sadness", "anger", "sadness", "anger", "sadness"]
    true = ["anger", "anger", "sadness", "sadness", "fear", "fear", "other"]
    scores = [[float(name == answer) for name in EMOTIONS] for answer in said]
    source = [0.25, 0.25, 0.0, 0.0, 0.0, 0.25, 0.25, 0.0]
    return given(true, scores, classes=EMOTIONS, source=source)


@pytest.mark.parametrize(
    ("classes", "uar", "utterances"),
    [("shared", (1 + 0.5) / 2, 4), ("all", (1 + 0.5 + 0) / 3, 6), ("present", 1.5 / 4, 7)],
)
def test_sets_of_classes(classes: str, uar: float, utterances: int) -> None:
    """`other` is in neither "shared" nor "all", although the source has it too."""
    found = score(zero_shot(), classes, setting="out_of_domain")
    assert found["uar"]["value"] == pytest.approx(uar)
    assert found["uar"]["utterances"] == utterances
    assert ("recall_fear" in found) == (classes != "shared")
    assert ("recall_other" in found) == (classes == "present")
    assert classes == "shared" or found["recall_fear"]["value"] == 0


def test_a_native_class_called_other_is_like_any_other() -> None:
    predictions = given(
        ["other", "bored"], [[1, 0], [0, 1]], classes=("other", "bored"), source=[0.5, 0.5]
    )
    for classes in ("shared", "all"):
        found = score(predictions, classes, setting="out_of_domain")
        assert found["uar"]["utterances"] == 2 and found["uar"]["value"] == 1


def test_an_empty_set_of_classes_gives_no_rows() -> None:
    only = given(["other"], [[0.0] * 8], classes=EMOTIONS, source=[0.125] * 8)
    assert score(only, "all", setting="out_of_domain") == {}
    assert score(only, "present") != {}


def seeded(seeds: int, *, copies: bool) -> Predictions:
    rng = np.random.default_rng(5)
    reference = rng.choice([*ABC], size=90, p=[0.6, 0.3, 0.1]).tolist()
    hint = np.array([[name == true for name in ABC] for true in reference])
    scores = [
        hint + np.random.default_rng(0 if copies else s).normal(size=(90, 3)) for s in range(seeds)
    ]
    return given(
        reference * seeds,
        np.concatenate(scores),
        source={str(k): [0.6, 0.3, 0.1] for k in range(3)},
        id=[f"u{i}" for i in range(90)] * seeds,
        speaker=[f"s{i % 9}" for i in range(90)] * seeds,
        fold=[str(i % 9 % 3) for i in range(90)] * seeds,
        seed=np.repeat(np.arange(seeds), 90),
    )


def test_seeds_are_not_extra_utterances() -> None:
    one, four = (score(seeded(n, copies=True)) for n in (1, 4))
    assert four.pop("uar_seed_sd")["value"] == 0
    assert one.keys() == four.keys() == {*METRICS, "recall_a", "recall_b", "recall_c"}
    for name, row in one.items():
        other = four[name]
        assert (row.pop("seeds"), other.pop("seeds")) == (1, 4)
        assert row.pop("warnings") == other.pop("warnings") == []
        assert other == pytest.approx(row), name
        assert row["ci_low"] < row["value"] < row["ci_high"]
        assert (row["utterances"], row["speakers"], row["ci_unit"]) == (90, 9, "speaker")


def test_value_is_the_mean_over_seeds_of_pooled_uar() -> None:
    predictions = seeded(3, copies=False)
    table = predictions.table
    answers = np.array(ABC)[np.stack(table["scores"]).argmax(axis=1)]
    reference, seed = table["reference"].to_numpy(), table["seed"]

    def plain(rows: Any) -> float:
        return recall_score(reference[rows], answers[rows], average="macro")

    expected = [plain(seed == s) for s in range(3)]
    found = score(predictions)
    assert found["uar"]["value"] == pytest.approx(np.mean(expected))
    assert found["uar_seed_sd"]["value"] == pytest.approx(np.std(expected, ddof=1))
    assert found["uar"]["value"] != pytest.approx(expected[0])


def test_confusions_are_averaged_over_seeds() -> None:
    predictions = seeded(3, copies=False)
    asked = {"setting": "in_domain", "prior": "none", "class_sets": ["present"]}
    _, (confusion,) = score_rows(predictions, **asked)
    expected = [list(predictions.table["reference"][:90]).count(name) for name in ABC]
    np.testing.assert_allclose(np.sum(confusion["counts"], axis=1), expected)


def warnings(predictions: Predictions, **options: Any) -> list[str]:
    return score(predictions, **options)["uar"]["warnings"]


def test_warnings_of_priors() -> None:
    scores = np.tile(6 * np.eye(3), (10, 1))
    predictions = given([*"abc"] * 10, scores, source=[0.5, 0.3, 0.2])
    assert warnings(predictions) == warnings(predictions, prior="source") == []
    assert warnings(predictions, prior="oracle") == ["oracle prior: the target's labels were used"]
    transductive = "transductive: the prior was estimated on the test utterances"
    uncalibrated = "prior estimated without calibration on held-out speakers"
    assert warnings(predictions, prior="estimated") == [uncalibrated, transductive]
    predictions.temperatures["0"] = 1.0
    assert warnings(predictions, prior="estimated") == [transductive]
    estimated = score(zero_shot(), "shared", prior="estimated", setting="out_of_domain")
    assert (
        "prior estimated although the target has classes the source lacks"
        in estimated["uar"]["warnings"]
    )


def test_a_collapsed_prior_is_warned_about() -> None:
    predictions = given(
        ["a"] * 9, [[30, 0]] * 9, classes=("a", "b"), source=[0.5, 0.5], temperatures={"0": 1.0}
    )
    assert "estimated prior of a class collapsed to 0" in warnings(predictions, prior="estimated")


@pytest.mark.parametrize(
    ("speakers", "corpus", "count", "unit", "expected"),
    [
        (["s1", "s2"] * 15, "x", 2, "utterance", ["2 speakers: intervals over utterances"]),
        ([f"s{i % 4}" for i in range(30)], "x", 4, "utterance", ["4 speakers: intervals over utt"]),
        ([f"s{i % 5}" for i in range(30)], "x", 5, "speaker", []),
        ([None] * 30, "x", None, "utterance", ["no speakers known: intervals over utterances"]),
        ([f"s{i % 4}" for i in range(30)], ["x"] * 15 + ["y"] * 15, 8, "speaker", []),
    ],
)
def test_few_speakers_or_none(
    speakers: list, corpus: Any, count: int | None, unit: str, expected: list[str]
) -> None:
    scores = np.random.default_rng(0).normal(size=(30, 3))
    found = score(given([*"abc"] * 10, scores, speaker=speakers, corpus=corpus))["uar"]
    assert (found["speakers"], found["ci_unit"], found["utterances"]) == (count, unit, 30)
    assert len(found["warnings"]) == len(expected)
    assert all(w.startswith(e) for w, e in zip(found["warnings"], expected, strict=True))
