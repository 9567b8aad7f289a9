"""Scores in the form that the Hub's leaderboards read."""

from typing import Any

import yaml

FILE = ".eval_results/ser-evals.yaml"


def eval_results(facts: dict[str, Any]) -> str | None:
    """Return one entry for each tested corpus that the Hub has a repository of.

    Args:
        facts: see `ser_evals.exporting._facts.facts`.

    Returns:
        YAML, or None where there is no entry.
    """
    from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml

    entries = [
        EvalResultEntry(
            dataset_id=dataset,
            task_id=result["setting"],
            value=result["lines"][0]["uar"]["value"],
            date=facts["date"],
            notes=_notes(facts, result),
        )
        for result in facts["results"]
        if (dataset := facts["corpora"][result["test"]]["hub_id"])
    ]
    if not entries:
        return None
    return yaml.safe_dump(eval_result_entries_to_yaml(entries), sort_keys=False, width=100)


def _notes(facts: dict[str, Any], result: dict[str, Any]) -> str:
    line = result["lines"][0]
    uar, seeds = line["uar"], line["seeds"]
    told = [
        f"UAR within 0 to 1, mean over {seeds} seeds" if seeds > 1 else "UAR within 0 to 1, 1 seed",
        f"protocol {facts['protocol']}, taxonomy {facts['taxonomy']}",
        f"classes {line['classes']} ({line['scored']}), prior {result['prior']}",
    ]
    if uar["low"] is not None and uar["high"] is not None:
        counted = line["speakers"] if uar["unit"] == "speaker" else line["utterances"]
        limits = f"{uar['low']:.3f} to {uar['high']:.3f}"
        told.append(f"95 % interval {limits} over {counted} {uar['unit']}s")
    return "; ".join([*told, result["heads"], *result["serious"]])
