"""What a user asked for, with every default filled in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from ser_evals.backbones import Backbone, get_backbone
from ser_evals.errors import SerEvalsError, unknown
from ser_evals.features import EXTRACTION, FrameOptions
from ser_evals.modeling.devices import usable_device
from ser_evals.modeling.encoders import CONTEXTS, PRECISIONS, resolve_revision
from ser_evals.protocols import Protocol, get_protocol
from ser_evals.scoring import PRIORS
from ser_evals.training import TRAINING, HeadSettings

LEAVE_ONE_OUT = 0
MOST_FOLDS = 1_000_000


@dataclass(frozen=True)
class Settings:
    """A protocol as adapted by the user's options, and the backbone it is run with.

    Args:
        protocol: with the options applied.
        backbone: its record.
        revision: what identifies the backbone's numbers.
        device: where to compute.
        limit: utterances per corpus, or None.
        skip_unreadable: leave out files that cannot be used.
    """

    protocol: Protocol
    backbone: Backbone
    revision: str
    device: str
    limit: int | None
    skip_unreadable: bool

    def config(self) -> dict[str, Any]:
        """Return everything that decides the numbers, for run.json."""
        protocol = asdict(self.protocol)
        context = protocol["frames"]["context"]
        return {
            **protocol,
            "protocol": self.label(),
            "backbone": self.backbone.name,
            "revision": self.revision,
            "context": context,
            "mode": "frozen",
            "condition": "clean",
            "limit": self.limit,
            "skip_unreadable": self.skip_unreadable,
            "extraction": EXTRACTION,
            "training": TRAINING,
        }

    def label(self) -> str:
        """Return the protocol's name, and in brackets what was changed that no column tells."""
        standard = get_protocol(self.protocol.name)
        folds, frames = self.protocol.n_folds, self.protocol.frames
        changes = [
            f"limit={self.limit}" if self.limit else "",
            f"folds={0 if folds == MOST_FOLDS else folds}" * (folds != standard.n_folds),
            f"precision={frames.precision}" * (frames.precision != standard.frames.precision),
        ]
        told = ", ".join(change for change in changes if change)
        return f"{standard.name} [{told}]" if told else standard.name

    def digest(self, **stated: int) -> str:
        """Return eight hexadecimal digits that differ where the predictions may.

        Args:
            stated: "extraction" and "training" of another version.
        """
        # A prior is a matter of scoring, and what is skipped shows in the corpora's fingerprints.
        scored_later = (
            "in_domain_prior",
            "out_of_domain_prior",
            "class_sets",
            "source",
            "skip_unreadable",
            "protocol",
        )
        config = self.config() | stated
        facts = {k: v for k, v in config.items() if k not in scored_later}
        facts["frames"] = self.protocol.frames.key()
        text = json.dumps(facts, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def address(settings: Settings, sources: Sequence[str], test: str, **stated: int) -> str:
    """Return where a run lies below its output, and what its predictions are known by.

    Args:
        settings: what was asked for.
        sources: the training corpora.
        test: the tested corpus.
        stated: see `Settings.digest`.
    """
    system = f"{settings.backbone.name}.{settings.revision[:18]}"
    protocol = f"{settings.protocol.name}.{settings.digest(**stated)}"
    return f"runs/{system}/{protocol}/{'+'.join(sources)}/{test}"


def settings_of(config: Mapping[str, Any], backbone: Backbone, device: str = "cpu") -> Settings:
    """Return the settings that a run.json states, the inverse of `Settings.config`.

    Raises:
        KeyError: for a setting that is missing.
        TypeError: for one that is unknown, or of another kind.
    """
    stated = {field.name: config[field.name] for field in fields(Protocol)}
    stated["frames"] = FrameOptions(**config["frames"])
    stated["head"] = HeadSettings(**config["head"])
    for name in ("class_sets", "masked"):
        stated[name] = tuple(config[name])
    protocol, revision = Protocol(**stated), config["revision"]
    return Settings(
        protocol, backbone, revision, device, config["limit"], config["skip_unreadable"]
    )


def settle(
    *,
    protocol: str,
    backbone: str | Path,
    seeds: int | None,
    folds: int | None,
    layer: str | int | None,
    prior: str | None,
    context: str | None,
    taxonomy: str | None,
    precision: str | None,
    device: str,
    limit: int | None,
    skip_unreadable: bool,
    allow_pickle: bool,
) -> Settings:
    """Check options and apply them to a protocol.

    Raises:
        SerEvalsError: for a value that is none of the known ones.
    """
    chosen = get_protocol(protocol)
    changes: dict[str, Any] = {}
    for name, value in (("seeds", seeds), ("limit", limit)):
        if value is not None and (not isinstance(value, int) or value < 1):
            raise SerEvalsError(f"{name}: expected a whole number from 1, got {value}")
    if seeds is not None:
        changes["seeds"] = seeds
    if folds is not None:
        if folds != LEAVE_ONE_OUT and folds < 2:
            raise SerEvalsError(f"folds: expected 0 (one per speaker) or at least 2, got {folds}")
        changes["n_folds"] = folds or MOST_FOLDS
    if layer is not None:
        changes["layer"] = _layer(str(layer), chosen)
    if prior is not None:
        if prior not in PRIORS:
            raise unknown("prior", prior, PRIORS)
        changes |= {"in_domain_prior": prior, "out_of_domain_prior": prior}
    if taxonomy is not None:
        changes["taxonomy"] = taxonomy
    if context is not None:
        if context not in CONTEXTS:
            raise unknown("context", context, CONTEXTS)
        changes["frames"] = replace(chosen.frames, context=context)
    if precision is not None:
        if precision not in PRECISIONS:
            raise unknown("precision", precision, PRECISIONS)
        changes["frames"] = replace(changes.get("frames", chosen.frames), precision=precision)
    record = replace(get_backbone(backbone), allow_pickle=allow_pickle)
    return Settings(
        replace(chosen, **changes),
        record,
        resolve_revision(record),
        _device(device),
        limit,
        skip_unreadable,
    )


def _layer(layer: str, protocol: Protocol) -> str:
    if layer not in ("weighted", "last") and not layer.isdigit():
        raise SerEvalsError(
            f"layer {layer!r}: expected 'weighted', 'last', or a number (0: before the first block)"
        )
    if protocol.frames.layers == "last" and layer != "last":
        raise SerEvalsError(f"protocol {protocol.name} keeps the last layer only; got {layer!r}")
    return layer


def _device(device: str) -> str:
    from ser_evals.runs._crew import crew

    return str(crew().device) if device == "auto" else usable_device(device)
