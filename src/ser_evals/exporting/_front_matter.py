"""The metadata at the top of a model card, in the words of the Hub."""

from typing import Any

from ser_evals.exporting._licence import licence

METRIC = "ser-evals/uar"
DIGITS = 4
TAGS = ("speech-emotion-recognition", "ser-evals", "audio-classification", "emotion-recognition")
LEVEL = 0.95


def front_matter(facts: dict[str, Any], name: str) -> str:
    """Return a card's metadata as YAML, without the lines of dashes around it.

    Args:
        facts: see `ser_evals.exporting._facts.facts`.
        name: of the model, without its owner.
    """
    from huggingface_hub import ModelCardData

    corpora = [corpus for corpus in facts["corpora"].values() if corpus["trained"]]
    tags = [tag for corpus in corpora for tag in corpus["languages"]]
    languages = list(dict.fromkeys(tag.split("-")[0].lower() for tag in tags))
    base = facts["backbone"]["hub_id"]
    return ModelCardData(
        library_name="ser-evals",
        pipeline_tag="audio-classification",
        tags=[*TAGS, *["synthetic"] * any(corpus["synthetic"] for corpus in corpora)],
        language=languages,
        **licence([*(corpus["licence"] for corpus in corpora), facts["backbone"]["licence"]]),
        base_model=base,
        base_model_relation="finetune" if base else None,
        datasets=[corpus["hub_id"] for corpus in corpora if corpus["hub_id"]] or None,
        metrics=[METRIC],
        model_name=name,
        eval_results=[_result(facts, result) for result in facts["results"]] or None,
    ).to_yaml()


def _result(facts: dict[str, Any], result: dict[str, Any]) -> Any:
    from huggingface_hub import EvalResult

    line, corpus = result["lines"][0], facts["corpora"][result["test"]]
    limits = {key: line["uar"][key] for key in ("low", "high")}
    args = {f"ci_{key}": round(v, DIGITS) for key, v in limits.items() if v is not None}
    args |= {"ci_level": LEVEL, "ci_unit": line["uar"]["unit"]} if args else {}
    setting = result["setting"].replace("_", "-")
    return EvalResult(
        task_type="audio-classification",
        task_name=f"Speech emotion recognition, {setting}",
        dataset_type=corpus["hub_id"] or result["test"],
        dataset_name=corpus["title"],
        dataset_config=facts["taxonomy"],
        metric_type=METRIC,
        metric_name="UAR, within 0 to 1",
        metric_value=round(line["uar"]["value"], DIGITS),
        metric_args=args | {key: line[key] for key in ("classes", "seeds")},
    )
