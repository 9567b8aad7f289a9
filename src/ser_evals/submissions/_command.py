"""The command that asks for a run, from what its record says."""

import shlex
from collections.abc import Mapping
from typing import Any

from ser_evals.backbones import list_backbones
from ser_evals.protocols import get_protocol
from ser_evals.runs import MOST_FOLDS

PLACES = {"--data-dir": "DATA_DIR", "--output": "OUTPUT"}


def command_of(record: Mapping[str, Any]) -> str:
    """Return the command line of one run, in words of its settings alone.

    The one that was typed may say anything, such as ids of a corpus whose rows stay unpublished.
    """
    config, told = record["config"], record["backbone"]
    standard = get_protocol(config["name"])
    backbone = told["name"] if told["name"] in list_backbones() else told["checkpoint"]
    words = ["ser-evals", "run", "--train", record["train"], "--test", record["test"]]
    words += ["--backbone", backbone, *(word for pair in PLACES.items() for word in pair)]
    words += ["--protocol", config["name"], "--seeds", config["seeds"]]
    folds, priors = config["n_folds"], [config[f"{s}_domain_prior"] for s in ("in", "out_of")]
    options = {
        "folds": (0 if folds == MOST_FOLDS else folds) if folds != standard.n_folds else None,
        "layer": config["layer"] if config["layer"] != standard.layer else None,
        "context": config["context"] if config["context"] != standard.frames.context else None,
        "taxonomy": config["taxonomy"] if config["taxonomy"] != standard.taxonomy else None,
        "prior": priors[0] if priors[0] == priors[1] else None,
        "limit": config["limit"],
    }
    precision = config["frames"]["precision"]
    options["precision"] = precision if precision != standard.frames.precision else None
    for name, value in options.items():
        words += [] if value is None else [f"--{name}", value]
    words += ["--skip-unreadable"] * bool(config["skip_unreadable"])
    words += ["--allow-pickle"] * bool(told.get("allow_pickle"))
    return shlex.join(map(str, words))
