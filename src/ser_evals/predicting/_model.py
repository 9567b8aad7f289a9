"""The model that answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ser_evals.errors import SerEvalsError
from ser_evals.modeling.devices import usable_device
from ser_evals.modeling.fit import unfit
from ser_evals.modeling.hub_files import hub_file, reason
from ser_evals.modeling.pickles import SAFE, files_of, load
from ser_evals.predicting._rows import Track

EXPECTED = "give a folder that 'ser-evals export' wrote, or the Hub id of such a model"


class Classifier:
    """A model for audio classification and its feature extractor.

    Args:
        model: ours, or any other for audio classification.
        extractor: its feature extractor.
        device: where to compute.
    """

    def __init__(self, model: Any, extractor: Any, device: str) -> None:
        self.model, self.extractor, self.device = model.to(device).eval(), extractor, device
        self.ours = hasattr(model, "frame_track")
        self.mixes_lengths = self.ours
        self.sampling_rate = extractor.sampling_rate
        names = model.config.id2label
        self.classes = tuple(names[i] for i in range(len(names)))

    def check(self, *, prior: str | None, track: bool) -> None:
        """Refuse what the model cannot do.

        Raises:
            SerEvalsError: if it cannot.
        """
        config = self.model.config
        if prior == "source" and getattr(config, "source_prior", None) is None:
            raise SerEvalsError("prior 'source': the model does not carry its source's labels")
        if track and not (self.ours and config.head == "frames"):
            raise SerEvalsError("track: the model says nothing of single frames")

    def answer(
        self, waves: list[np.ndarray], *, prior: str | None, track: bool
    ) -> Iterator[tuple[dict[str, float], Track | None]]:
        """Yield the probabilities of each clip by class, and its track if asked for."""
        import torch

        options = {"sampling_rate": self.sampling_rate, "return_tensors": "pt", "padding": True}
        if self.ours and len(set(map(len, waves))) == 1:
            options["return_attention_mask"] = False  # of an hour it is as large as all the rest
        batch = self.extractor(waves, **options).to(self.device)
        asked = {"prior": prior} if self.ours else {}
        with torch.inference_mode():
            if track:
                tracks = self.model.frame_track(**batch, **asked)
                logits = [found.logits for found in tracks]
            else:
                tracks = [None] * len(waves)
                logits = list(self.model(**batch, **asked).logits)
        for values, found in zip(logits, tracks, strict=True):
            shares = values.float().softmax(-1).tolist()
            followed = found and Track(
                found.times.cpu().numpy(), found.probabilities.cpu().numpy(), self.classes
            )
            yield dict(zip(self.classes, shares, strict=True)), followed


def open_model(
    model: str | Path | tuple[Any, Any], device: str, *, allow_pickle: bool
) -> Classifier:
    """Load a model; code that lies beside its weights is never run.

    Raises:
        SerEvalsError: if it cannot be loaded.
    """
    from transformers import AutoFeatureExtractor, AutoModelForAudioClassification

    from ser_evals.modeling.registration import register

    device = usable_device(device)
    if isinstance(model, tuple):
        return Classifier(*model, device)
    register()
    place, options = _found(model)
    try:
        # with them, transformers tells the shapes that differ instead of giving up
        found, report = load(
            AutoModelForAudioClassification,
            place,
            allow_pickle=allow_pickle,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **options,
        )
        extractor = AutoFeatureExtractor.from_pretrained(place, **options)
    except SerEvalsError:
        raise
    except Exception as error:
        if "revision" in options:
            _check_weights(place, options["revision"])
        raise SerEvalsError(
            f"model {place}: cannot be loaded; {EXPECTED} ({reason(error)})"
        ) from error
    if faults := unfit(report):
        # drawn at random, they would answer anything
        kind = type(found).__name__
        raise SerEvalsError(f"model {place} is not a whole {kind}: {faults}; {EXPECTED}")
    return Classifier(found, extractor, device)


def _found(model: str | Path) -> tuple[str, dict[str, Any]]:
    """Return a model's folder or Hub id, and the options that make transformers read that one."""
    folder, options = Path(model).expanduser(), {"trust_remote_code": False}
    if folder.is_dir():
        return str(folder), options
    if not isinstance(model, str) or model.startswith((".", "/", "~")) or model.count("/") != 1:
        raise SerEvalsError(f"model {model}: there is no such folder; {EXPECTED}")
    config = hub_file(model, "config.json", use="model")
    return model, options | {"revision": config.parent.name}


def _check_weights(repository: str, revision: str) -> None:
    """Raise where weights were not downloaded and cannot be had."""
    if not any(name.endswith(SAFE) for name in files_of(repository, revision)):
        hub_file(repository, f"model{SAFE}", revision=revision, use="model")
