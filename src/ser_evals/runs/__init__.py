"""Runs: every training set on every test corpus, resumable at any moment."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from ser_evals.data import CorpusData
from ser_evals.features import Frames
from ser_evals.predictions import is_whole
from ser_evals.progress import progress
from ser_evals.runs._again import Expected, answer_again, expected
from ser_evals.runs._crew import leads, processes, share, together, wait
from ser_evals.runs._execute import clear, execute, timed, work_folder, write_run
from ser_evals.runs._frames import frames_of
from ser_evals.runs._own import find_corpus, known_corpora, named_in
from ser_evals.runs._plan import Head, Universe, plan, shared_classes, training_sets
from ser_evals.runs._record import (
    corpus_facts,
    describe,
    environment,
    now,
    peak_memory_mb,
    read_record,
    speaker_independent,
    warnings,
    write_record,
)
from ser_evals.runs._scores import class_sets, heading, score_run
from ser_evals.runs._settings import MOST_FOLDS, Settings, address, settings_of, settle

__all__ = [
    "MOST_FOLDS",
    "Expected",
    "Settings",
    "address",
    "answer_again",
    "class_sets",
    "corpus_facts",
    "describe",
    "expected",
    "find_corpus",
    "finished",
    "heading",
    "known_corpora",
    "leads",
    "named_in",
    "read_record",
    "run_all",
    "score_run",
    "settings_of",
    "settle",
    "speaker_independent",
    "training_sets",
    "warnings",
]

log = logging.getLogger("ser_evals")


def run_all(
    settings: Settings,
    train: Sequence[str],
    tests: Sequence[str],
    corpora: Mapping[str, CorpusData],
    output: Path,
    *,
    leave_one_out: bool = False,
    command: str = "",
) -> None:
    """Make the runs that are not there yet.

    Args:
        settings: what is asked for.
        train: training sets; "a+b" trains on both at once.
        tests: tested corpora.
        corpora: indexed corpora by name.
        output: folder of results.
        leave_one_out: leave the tested corpus out of a training set that holds it.
        command: how to do the same again.
    """
    bench = _Bench(settings, corpora, output, command)
    for sources, tested in training_sets(train, tests, leave_one_out=leave_one_out):
        bench.run(sources, tested)
    wait()
    with suppress(OSError):
        (output / ".work").rmdir()


def finished(output: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return folder and run.json of every finished run below an output folder, sorted.

    Of runs that would share a line of the tables (another number of seeds, another version of
    the code) the newest is kept.
    """
    found: dict[tuple[str, ...], tuple[Path, dict[str, Any]]] = {}
    for path in sorted((output / "runs").rglob("run.json")):
        record = read_record(path.parent)
        if not record or record.get("status") != "done":
            continue
        told = ("backbone", "revision", "protocol", "layer", "context", "taxonomy")
        line = (*(record["config"][k] for k in told), record["train"], record["test"])
        older = found.get(line)
        if older and older[1]["started"] > record["started"]:
            continue
        if older:
            log.warning("%s is left out: a newer run has its place in the tables", older[0])
        found[line] = (path.parent, record)
    return sorted(found.values(), key=lambda run: run[0])


class _Bench:
    def __init__(
        self, settings: Settings, corpora: Mapping[str, CorpusData], output: Path, command: str
    ) -> None:
        self.settings, self.corpora, self.output = settings, dict(corpora), output
        self.facts = {"command": command, **environment(settings.device)}
        self.classes = shared_classes(self.corpora)
        self._frames: tuple[dict[str, int], Frames, bool] | None = None

    def run(self, sources: tuple[str, ...], tests: Sequence[str]) -> None:
        protocol = self.settings.protocol
        calibrate = protocol.out_of_domain_prior == "estimated"
        todo = [test for test in tests if not self._done(sources, test, calibrate)]
        if not todo:
            return
        started, clock = now(), timed()
        universe = Universe({name: self.corpora[name] for name in sorted({*sources, *todo})})
        for test in todo:
            begun = self._record(sources, test) | {
                "status": "running",
                "started": started,
            }
            write_record(self._folder(sources, test), begun)
        heads = plan(universe, sources, todo, protocol, calibrate=calibrate)
        frames, standardise = self._frames_of(universe)
        mine = share(heads)
        work = work_folder(self.output, mine, universe, self.settings.digest())
        steps = sum(protocol.head.steps(len(head.task.train))[1] for head in mine)
        with progress(f"train {len(mine)} heads on {'+'.join(sources)}", steps, "steps") as advance:
            answered = execute(
                mine,
                universe,
                frames,
                self.classes,
                self.settings,
                standardise=standardise,
                work=work,
                on_step=advance,
            )
        answered = together(answered)
        done = {
            "status": "done",
            "started": started,
            "wall_s": clock(),
            "heads": len(heads),
            "processes": processes(),
            "peak_memory_mb": peak_memory_mb(),
            "calibrated": calibrate,
            **self.facts,
        }
        for test in todo if leads() else ():
            self._write(sources, test, answered, universe, done)
        wait()
        clear(work)

    def _write(
        self,
        sources: tuple[str, ...],
        test: str,
        answered: list[tuple[Head, list[np.ndarray]]],
        universe: Universe,
        done: dict[str, Any],
    ) -> None:
        folder = self._folder(sources, test)
        run = folder.relative_to(self.output).as_posix()
        path = folder / "predictions.parquet"
        write_run(path, test, answered, universe, self.classes, self.settings, run=run)
        write_record(folder, self._record(sources, test) | {"run": run} | done)

    def _done(self, sources: tuple[str, ...], test: str, calibrate: bool) -> bool:
        folder = self._folder(sources, test)
        old = read_record(folder)
        if not old or not is_whole(folder / "predictions.parquet"):
            return False
        new = self._record(sources, test)
        prints = [{k: c["fingerprint"] for k, c in r["corpora"].items()} for r in (old, new)]
        if old.get("status") != "done" or prints[0] != prints[1]:
            return False
        if calibrate and test not in sources and not old.get("calibrated"):
            return False
        if old["config"] != new["config"]:
            # Priors are a matter of scoring: the predictions stay as they are.
            write_record(folder, old | new)
        return True

    def _folder(self, sources: tuple[str, ...], test: str) -> Path:
        return self.output / address(self.settings, sources, test)

    def _record(self, sources: tuple[str, ...], test: str) -> dict[str, Any]:
        return describe(self.settings, sources, test, self.corpora)

    def _frames_of(self, universe: Universe) -> tuple[Frames, bool]:
        if self._frames is None:
            self._frames = frames_of(self.settings, self.corpora)
        places, frames, standardise = self._frames
        return Frames([frames.clips[places[digest]] for digest in universe.digests]), standardise
