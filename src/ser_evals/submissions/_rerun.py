"""Some answers inferred again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from ser_evals.errors import SerEvalsError
from ser_evals.exporting import usable_device, used_backbone
from ser_evals.features import EXTRACTION
from ser_evals.runs import Settings, answer_again
from ser_evals.submissions._outcome import UncheckedError, refuse
from ser_evals.submissions._possible import shares
from ser_evals.submissions._recount import recount
from ser_evals.submissions._run import Run
from ser_evals.training import TRAINING
from ser_evals.words import count

TOLERANCE = 0.03
"""On one machine answers are equal to the bit. Without the wide instructions of the same CPU, EmoDB
and URDU through whisper tiny.en differed by up to 0.012 after training (mfcc: 6e-7), and by up to
0.016 with every cached half-precision frame off by its last place."""


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

    Where a submission holds confusions only, all answers are inferred, and decisions compared.

    Args:
        run: what was submitted.
        number: how many answers, of the whole run where it has fewer.
        seed: of the draw.
        device: where to compute.
        tolerance: largest difference of a probability that passes; decisions may be others only
            where that allows it.
        backbone: a checkpoint folder or Hub id instead of the one that the run names.
    """
    config = run.record["config"]
    if (config["extraction"], config["training"]) != (EXTRACTION, TRAINING):
        raise UncheckedError("made by another version of ser-evals: install that one")
    if absent := sorted({*run.sources, run.test} - set(run.data)):
        names = ", ".join(absent)
        raise UncheckedError(f"no copy of {names} as the run was made with: give --data-dir")
    with _able():
        settings = _settings(run, device, backbone)
    if run.closed:
        with _able():
            return recount(run, settings, tolerance)
    table = run.predictions.table
    drawn = table.iloc[np.sort(np.random.default_rng(seed).permutation(len(table))[:number])]
    wanted = {int(s): set(part["id"]) for s, part in drawn.groupby("seed")}
    with _able():
        found = answer_again(settings, run.sources, run.test, run.data, wanted)
    keys = list(zip(drawn["seed"], drawn["id"], strict=True))
    refuse(
        [f"{name!r} is no utterance that is tested" for s, name in keys if (s, name) not in found]
    )
    stated = shares(np.stack(drawn["scores"].to_numpy()))
    again = shares(np.stack([found[key] for key in keys]))
    apart = abs(stated - again).max(1)
    largest, (worst_seed, worst) = float(apart.max()), keys[int(apart.argmax())]
    changed = int((stated.argmax(1) != again.argmax(1)).sum())
    told = (
        f"{len(drawn)} of {len(table)} answers: largest difference in probability {largest:.2g}, "
        f"{count(changed, 'other decision')}"
    )
    if not largest <= tolerance:
        refuse([f"{told}, at {worst!r} (seed {worst_seed}): more than {tolerance:g}"])
    if config["prior"] == "estimated" and run.predictions.temperatures:
        raise UncheckedError(f"{told}; temperatures, on which its scores depend, are as stated")
    return told


@contextmanager
def _able() -> Iterator[None]:
    """Tell what this machine cannot do from what is wrong with a run."""
    try:
        yield
    except SerEvalsError as error:
        raise UncheckedError(f"nothing can be inferred here: {error}") from error


def _settings(run: Run, device: str, given: str | Path | None) -> Settings:
    told = run.record["backbone"]
    if given is not None:
        told = told | {"checkpoint": str(Path(given).expanduser())}
    elif told["revision"].startswith("local-") and not Path(told["checkpoint"]).is_absolute():
        raise UncheckedError(f"{told['name']} is a folder of the submitter's: give --backbone")
    # Caches and addresses go by the name that the run has for it.
    known = replace(used_backbone(told), name=told["name"])
    return replace(run.settings, backbone=known, device=usable_device(device))
