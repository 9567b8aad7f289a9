"""What a finished run was made of, found again."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ser_evals.backbones import Backbone
from ser_evals.corpora import Corpus
from ser_evals.data import CorpusData, index
from ser_evals.errors import SerEvalsError
from ser_evals.exporting._backbone import used_backbone
from ser_evals.exporting._find import run_folder
from ser_evals.features import EXTRACTION
from ser_evals.modeling.devices import usable_device
from ser_evals.modeling.encoders import Encoder, open_encoder
from ser_evals.runs import find_corpus, named_in
from ser_evals.training import TRAINING


@dataclass(frozen=True)
class Source:
    """A run and what it needs.

    Args:
        record: run.json.
        corpora: the training corpora by name, sorted.
        backbone: record of the backbone, at the revision that was used.
        encoder: the backbone, loaded.
        network: what the encoder computes with, in float32; None for feature sets.
        device: where to compute.
    """

    record: dict[str, Any]
    corpora: dict[str, CorpusData]
    backbone: Backbone
    encoder: Encoder
    network: Any
    device: str

    @property
    def config(self) -> dict[str, Any]:
        """The run's settings."""
        return self.record["config"]

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in index order."""
        return next(iter(self.corpora.values())).classes


def open_run(
    run: str | Path, data_dir: str | Path | None, device: str, own: Mapping[str, Corpus]
) -> Source:
    """Find corpora and backbone of a run, and check that they are what they were.

    Raises:
        SerEvalsError: if they are not, or the run is not finished.
    """
    path = run_folder(run) / "run.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        config, names = record["config"], record["train"].split("+")
        numbers = (config["extraction"], config["training"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SerEvalsError(
            f"{path} {'cannot be read' if path.is_file() else 'is missing'}: give the OUTPUT of "
            "'ser-evals run', or a folder below its runs/ that holds a run.json"
        ) from error
    if record.get("status") != "done":
        raise SerEvalsError(f"{path}: the run is not finished; start it again with 'ser-evals run'")
    if numbers != (EXTRACTION, TRAINING):
        raise SerEvalsError(f"{path}: another version of ser-evals made this run; make it again")
    root = _data_dir(record, data_dir)
    corpora = {name: _corpus(name, root, record, own) for name in names}
    backbone, device = used_backbone(record["backbone"], own=True), usable_device(device)
    precision = config["frames"].get("precision", "float32")
    options = {"context": config["frames"]["context"], "device": device}
    encoder = open_encoder(backbone, precision=precision, **options)
    whole = encoder if precision == "float32" else open_encoder(backbone, **options)
    return Source(record, corpora, backbone, encoder, whole.network, device)


def _data_dir(record: dict[str, Any], given: str | Path | None) -> Path:
    if given is None:
        if "published" in record:
            raise SerEvalsError(
                "what was made to be published does not say where corpora lie: give the folder of "
                "the run that it was made of, or --data-dir"
            )
        words = shlex.split(record.get("command", ""))
        if "--data-dir" not in words[:-1]:
            raise SerEvalsError("the run does not say where its corpora lie: give --data-dir")
        given = words[words.index("--data-dir") + 1]
    root = Path(given).expanduser()
    if not root.is_dir():
        raise SerEvalsError(f"no folder {root}: --data-dir holds one folder per corpus")
    return root


def _record(name: str, record: dict[str, Any], own: Mapping[str, Corpus]) -> Corpus:
    found = find_corpus(name, named_in(record.get("command", "")) | own)
    if found is None:
        raise SerEvalsError(
            f"{name}: no record of this corpus is known, and the run's file of it is gone: give it "
            f'(--corpora {name}.py, corpora=["{name}.py"])'
        )
    return found


def _corpus(name: str, root: Path, record: dict[str, Any], own: Mapping[str, Corpus]) -> CorpusData:
    config, told = record["config"], record["corpora"][name]
    data = index(
        _record(name, record, own),
        root / name,
        taxonomy=config["taxonomy"],
        skip_unreadable=config["skip_unreadable"],
        limit=config["limit"],
    )
    if data.fingerprint != told["fingerprint"]:
        raise SerEvalsError(
            f"{name} below {root} is not what the run was made with ({told['utterances']} "
            f"utterances then, {len(data.rows)} now, or other audio): run again, or give --data-dir"
        )
    return data
