"""Some answers inferred again."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from ser_evals.exporting import usable_device, used_backbone
from ser_evals.features import EXTRACTION
from ser_evals.runs import Settings, answer_again
from ser_evals.submissions._outcome import UncheckedError, refuse
from ser_evals.submissions._run import Run
from ser_evals.training import TRAINING

TOLERANCE = 0.02


def rerun(
    run: Run,
    *,
    number: int,
    seed: int,
    device: str,
    tolerance: float,
    backbone: str | Path | None,
) -> str:
    """Infer some answers of a run again, with heads trained anew, and compare probabilities.

    Args:
        run: what was submitted.
        number: how many answers, of the whole run where it has fewer.
        seed: of the draw.
        device: where to compute.
        tolerance: largest difference of a probability that passes.
        backbone: a checkpoint folder or Hub id instead of the one that the run names.
    """
    config = run.record["config"]
    if (config["extraction"], config["training"]) != (EXTRACTION, TRAINING):
        raise UncheckedError("made by another version of ser-evals: install that one")
    table = run.predictions.table
    if absent := sorted({*run.sources, run.test} - set(run.data)):
        raise UncheckedError(f"no copy of {', '.join(absent)}: give --data-dir")
    drawn = np.random.default_rng(seed).permutation(len(table))[:number]
    drawn = table.iloc[np.sort(drawn)]
    wanted = {int(s): set(part["id"]) for s, part in drawn.groupby("seed")}
    settings = _settings(run, device, backbone)
    found = answer_again(settings, run.sources, run.test, run.data, wanted)
    stated = shares(np.stack(drawn["scores"].to_numpy()))
    again = shares(np.stack([found[s, i] for s, i in zip(drawn["seed"], drawn["id"], strict=True)]))
    apart = abs(stated - again).max(1)
    largest, worst = float(apart.max()), drawn.iloc[int(apart.argmax())]
    changed = int((stated.argmax(1) != again.argmax(1)).sum())
    told = (
        f"{len(drawn)} of {len(table)} answers: largest difference in probability {largest:.2g}, "
        f"{changed} other decisions"
    )
    refuse(
        [f"{told}, at {worst['id']!r} (seed {worst['seed']}): more than {tolerance:g}"]
        * (not largest <= tolerance)
    )
    return told


def shares(logits: np.ndarray) -> np.ndarray:
    """Return probabilities."""
    powers = np.exp(logits.astype(float) - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def _settings(run: Run, device: str, given: str | Path | None) -> Settings:
    told = run.record["backbone"]
    if given is not None:
        told = told | {"checkpoint": str(Path(given).expanduser())}
    elif told["revision"].startswith("local-") and not Path(told["checkpoint"]).is_absolute():
        raise UncheckedError(f"{told['name']} is a folder of the submitter's: give --backbone")
    # Caches and addresses go by the name that the run has for it.
    known = replace(used_backbone(told), name=told["name"])
    return replace(run.settings, backbone=known, device=usable_device(device))
