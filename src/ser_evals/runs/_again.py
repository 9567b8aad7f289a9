"""What a run must have done, and some of it done again."""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ser_evals.data import CorpusData
from ser_evals.features import Frames
from ser_evals.progress import progress
from ser_evals.runs._execute import execute, prior_of
from ser_evals.runs._frames import frames_of
from ser_evals.runs._plan import Answer, Head, Universe, plan, shared_classes
from ser_evals.runs._settings import Settings


@dataclass(frozen=True)
class Expected:
    """What a fold of a run is.

    Args:
        ids: of the utterances that it tests.
        prior: label distribution of what its head is trained on.
    """

    ids: frozenset[str]
    prior: list[float]


def expected(
    settings: Settings, sources: Sequence[str], test: str, corpora: Mapping[str, CorpusData]
) -> dict[str, Expected]:
    """Return the folds of a run by their names.

    Raises:
        SerEvalsError: if a group or a recording would be trained on and tested.
    """
    universe, heads = _heads(settings, sources, test, corpora)
    classes = shared_classes(corpora)
    whole = settings.protocol.split == "utterances" and test not in sources
    return {
        answer.fold: Expected(
            frozenset(universe.rows[i]["id"] for i in answer.indices),
            prior_of(head, universe, classes, whole),
        )
        for head in heads
        for answer in head.answers
    }


def answer_again(
    settings: Settings,
    sources: Sequence[str],
    test: str,
    corpora: Mapping[str, CorpusData],
    wanted: Mapping[int, Collection[str]],
) -> dict[tuple[int, str], np.ndarray]:
    """Train the heads anew that answered some utterances, and let them answer again.

    Args:
        settings: of the run.
        sources: its training corpora.
        test: its tested corpus.
        corpora: all of these, indexed.
        wanted: seed -> ids of the utterances.

    Returns:
        Unadjusted logits by seed and id.
    """
    universe, heads = _heads(settings, sources, test, corpora)
    needed = [found for head in heads if (found := _asked(head, universe, wanted)).answers]
    places, frames, standardise = frames_of(settings, universe.corpora)
    frames = Frames([frames.clips[places[digest]] for digest in universe.digests])
    steps = sum(settings.protocol.head.steps(len(head.task.train))[1] for head in needed)
    with (
        tempfile.TemporaryDirectory() as work,
        progress(f"train {len(needed)} heads again", steps, "steps") as advance,
    ):
        answered = execute(
            needed,
            universe,
            frames,
            shared_classes(corpora),
            settings,
            standardise=standardise,
            work=Path(work),
            on_step=advance,
        )
    return {
        (head.task.seed, universe.rows[i]["id"]): scores
        for head, values in answered
        for answer, logits in zip(head.answers, values, strict=True)
        for i, scores in zip(answer.indices, logits, strict=True)
    }


def _heads(
    settings: Settings, sources: Sequence[str], test: str, corpora: Mapping[str, CorpusData]
) -> tuple[Universe, list[Head]]:
    universe = Universe({name: corpora[name] for name in sorted({*sources, test})})
    return universe, plan(universe, sources, [test], settings.protocol, calibrate=False)


def _asked(head: Head, universe: Universe, wanted: Mapping[int, Collection[str]]) -> Head:
    ids = wanted.get(head.task.seed, ())
    answers = []
    for answer in head.answers:
        kept = [i for i in answer.indices if universe.rows[i]["id"] in ids]
        if kept:
            answers.append(Answer(answer.test, answer.setting, answer.fold, np.array(kept)))
    return Head(head.task, answers)
