"""The public functions run and report."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ser_evals import predictions as tables
from ser_evals.corpora import Corpus, get_corpus
from ser_evals.data import CorpusData, index
from ser_evals.errors import SerEvalsError
from ser_evals.paths import check_writable, write_atomically
from ser_evals.reporting import RunSummary, render, write
from ser_evals.runs import Settings, finished, leads, run_all, score_run, settle
from ser_evals.scoring import COLUMNS

BACKBONE = "mfcc"
"""Needs no download."""


def run(
    train: Sequence[str],
    test: Sequence[str],
    backbone: str | Path = BACKBONE,
    *,
    data_dir: str | Path,
    output: str | Path,
    protocol: str = "ser_evals",
    seeds: int | None = None,
    folds: int | None = None,
    layer: str | int | None = None,
    prior: str | None = None,
    context: str | None = None,
    taxonomy: str | None = None,
    precision: str | None = None,
    leave_one_out: bool = False,
    device: str = "auto",
    limit: int | None = None,
    skip_unreadable: bool = False,
    allow_pickle: bool = False,
) -> pd.DataFrame:
    """Train heads on frozen frames, test them in-domain and zero-shot, score and report.

    Started again after an interruption, or with more corpora, it keeps what is finished.

    Args:
        train: training sets; "emodb+urdu" trains on both at once, two entries make two sets.
        test: corpora to test on; one that is in the training set is tested in-domain.
        backbone: a record's name, a Hub id, or a folder with a transformers checkpoint.
        data_dir: folder with one folder per corpus.
        output: folder for predictions, scores.csv and report.html.
        protocol: "ser_evals" or "ser_evals_2024".
        seeds: number of training seeds; the protocol's own by default.
        folds: in-domain folds where there is no official split; 0 leaves one speaker out at a
            time. The protocol's own by default.
        layer: "weighted", "last", or the number of a hidden state.
        prior: "none", "source", "estimated" or "oracle"; by default the protocol's own.
        context: "full" or "clip" (Whisper: without padding to 30 s; other numbers).
        taxonomy: label map; the protocol's own by default.
        precision: of the frozen encoder, "float32" (default) or "bfloat16", which is meant for
            CPUs that have units for it; the numbers differ a little.
        device: "auto", "cpu", "cuda", "cuda:1", "mps".
        limit: use this many utterances of each corpus only.
        skip_unreadable: leave out audio that cannot be used, and say so in every table.
        allow_pickle: load weights that are published as a pickle alone; see `modeling.pickles`.

    Returns:
        The rows of scores.csv.

    Raises:
        SerEvalsError: for a mistake that the user can mend.
    """
    command = _command(locals())
    train, test = ([x] if isinstance(x, str) else list(x) for x in (train, test))
    for name, value in (("backbone", backbone), ("data_dir", data_dir), ("output", output)):
        if not str(value):
            raise SerEvalsError(f"{name}: expected a name or a folder, got nothing")
    if not train or not test:
        raise SerEvalsError("give at least one corpus to train on and one to test on")
    given = {part: get_corpus(part) for entry in train + test for part in entry.split("+")}
    records = _by_name(given)
    train = ["+".join(given[part].name for part in entry.split("+")) for entry in train]
    test = [given[entry].name for entry in test]
    output = Path(output).expanduser()
    check_writable(output)
    settings = settle(
        protocol=protocol,
        backbone=backbone,
        seeds=seeds,
        folds=folds,
        layer=layer,
        prior=prior,
        context=context,
        taxonomy=taxonomy,
        precision=precision,
        device=device,
        limit=limit,
        skip_unreadable=skip_unreadable,
        allow_pickle=allow_pickle,
    )
    for record in records.values():
        record.mapping(settings.protocol.taxonomy)
    corpora = _read(records, Path(data_dir).expanduser(), settings)
    for entry in train:
        _check_classes(entry, corpora)
    run_all(
        settings,
        train,
        test,
        corpora,
        output,
        leave_one_out=leave_one_out,
        command=command,
    )
    return report(output) if leads() else pd.DataFrame(columns=list(COLUMNS))


def report(output: str | Path) -> pd.DataFrame:
    """Score every finished run below a folder again; write scores.csv and report.html.

    Args:
        output: what `run` was given.

    Returns:
        The rows of scores.csv.

    Raises:
        SerEvalsError: if there is no finished run.
    """
    output = Path(output).expanduser()
    runs = finished(output)
    if not runs:
        raise SerEvalsError(f"no finished run below {output}: make one with 'ser-evals run'")
    rows: list[dict[str, Any]] = []
    summaries: list[RunSummary] = []
    for folder, record in runs:
        try:
            predictions = tables.read(folder / "predictions.parquet")
        except SerEvalsError as error:
            hint = f"remove {folder} and run again"
            raise SerEvalsError(f"{error}; {hint}") from error
        found, confusions = score_run(predictions, record)
        said = {text for row in found for text in row["warnings"]}
        for row in found:
            row["warnings"] = "; ".join([*record["warnings"], *row["warnings"]])
        rows += found
        first = confusions[0]["counts"] if confusions else []
        summaries.append(
            RunSummary(
                train=record["train"],
                test=record["test"],
                setting=record["setting"],
                prior=record["config"]["prior"],
                classes=predictions.classes if confusions else (),
                confusion=first,
                warnings=tuple(dict.fromkeys([*record["warnings"], *sorted(said)])),
                record=record,
            )
        )
    scores = pd.DataFrame(rows, columns=list(COLUMNS))
    write_atomically(output / "scores.csv", scores.to_csv(index=False).encode())
    write(render(scores, summaries), output / "report.html")
    return scores


def _by_name(given: dict[str, Corpus]) -> dict[str, Corpus]:
    """Return records by the name of their corpus; some were given by the path of their file."""
    records: dict[str, Corpus] = {}
    for entry, record in sorted(given.items(), key=lambda item: item[1].name):
        if records.setdefault(record.name, record) is not record:
            raise SerEvalsError(f"{entry}: another corpus of this run is called {record.name!r}")
    return records


def _read(records: dict[str, Corpus], data_dir: Path, settings: Settings) -> dict[str, CorpusData]:
    if not data_dir.is_dir():
        raise SerEvalsError(
            f"no folder {data_dir}: --data-dir holds one folder per corpus, such as "
            f"{data_dir / next(iter(records))}"
        )
    corpora, errors = {}, []
    for name, record in records.items():
        try:
            corpora[name] = index(
                record,
                data_dir / name,
                taxonomy=settings.protocol.taxonomy,
                skip_unreadable=settings.skip_unreadable,
                limit=settings.limit,
            )
        except SerEvalsError as error:
            errors.append(str(error))
    if errors:
        raise SerEvalsError(" | ".join(errors))
    return corpora


def _check_classes(entry: str, corpora: dict[str, CorpusData]) -> None:
    """Raise if a training set holds nothing to be told apart."""
    classes = {row["emotion"] for name in entry.split("+") for row in corpora[name].rows}
    if len(classes) < 2:
        raise SerEvalsError(
            f"{entry}: all utterances are {next(iter(classes))!r}: a head needs two classes at "
            "least; look at the label map (ser-evals corpora show) and at the copy (validate)"
        )


def _command(options: dict[str, Any]) -> str:
    """Return the command line that asks for the same."""
    words = ["ser-evals", "run"]
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            words.append(flag)
        elif isinstance(value, list | tuple):
            words += [flag, *map(str, value)]
        elif value is not None and value is not False:
            words += [flag, str(value)]
    return shlex.join(words)
