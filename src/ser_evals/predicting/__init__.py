"""A saved model on files that nobody has labelled."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ser_evals.audio import Formats
from ser_evals.errors import SerEvalsError, unknown
from ser_evals.predicting._batches import batches
from ser_evals.predicting._files import Clip, find
from ser_evals.predicting._model import Classifier, open_model
from ser_evals.predicting._rows import Prediction, Track

__all__ = ["Prediction", "Track", "predict"]

PRIORS = ("none", "source")
log = logging.getLogger("ser_evals")


def predict(
    model: str | Path | tuple[Any, Any],
    files: str | Path | Iterable[str | Path],
    *,
    prior: str | None = None,
    track: bool = False,
    batch_size: int = 8,
    device: str = "auto",
    allow_pickle: bool = False,
) -> Iterator[Prediction]:
    """Classify audio files, one after another, however many there are.

    Args:
        model: folder or Hub id of a model for audio classification, such as `export` writes, or
            the model and its feature extractor.
        files: audio files of any container, and folders, which are searched for them.
        prior: "none", or "source" to take out the label distribution of training; by default what
            the model's configuration says.
        track: also follow each clip over time.
        batch_size: clips per forward pass; what a clip gives does not depend on it.
        device: "auto", "cpu", "cuda", "cuda:1", "mps".
        allow_pickle: load weights that are a pickle alone; see `modeling.pickles`.

    Returns:
        An iterator of one row per file, in order. A file that cannot be used gives a row with
        `error`, and the rest goes on.

    Raises:
        SerEvalsError: if the model cannot be loaded or lacks what is asked for, or there are no
            files.
    """
    if prior is not None and prior not in PRIORS:
        raise unknown("prior", prior, PRIORS)
    if not isinstance(batch_size, int) or batch_size < 1:
        raise SerEvalsError(f"batch_size: expected a whole number from 1, got {batch_size}")
    clips = find([files] if isinstance(files, str | Path) else files)
    classifier = open_model(model, device, allow_pickle=allow_pickle)
    classifier.check(prior=prior, track=track)
    return _predicted(classifier, clips, prior, track, batch_size)


def _predicted(
    classifier: Classifier, clips: Iterator[Clip], prior: str | None, track: bool, size: int
) -> Iterator[Prediction]:
    formats = Formats(classifier.sampling_rate)
    for batch in batches(clips, classifier, size, formats):
        waves = [wave for _, wave in batch if not isinstance(wave, str)]
        answers = iter(classifier.answer(waves, prior=prior, track=track) if waves else ())
        for clip, wave in batch:
            known = {"file": clip.path, "name": clip.name, "classes": classifier.classes}
            if isinstance(wave, str):
                yield Prediction(**known, error=wave)
                continue
            probabilities, followed = next(answers)
            best = max(probabilities, key=probabilities.__getitem__)
            yield Prediction(
                **known,
                label=best,
                probability=probabilities[best],
                seconds=len(wave) / classifier.sampling_rate,
                probabilities=probabilities,
                track=followed,
            )
    if told := formats.told():
        log.info("files: %s", told)
