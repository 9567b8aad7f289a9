"""Check submissions, and say what was found."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from ser_evals.errors import SerEvalsError
from ser_evals.runs import known_corpora
from ser_evals.submissions._check_contamination import check_contamination
from ser_evals.submissions._check_corpus import check_corpus
from ser_evals.submissions._check_dataset import check_dataset
from ser_evals.submissions._check_folds import check_folds
from ser_evals.submissions._check_intervals import check_intervals
from ser_evals.submissions._check_priors import check_priors
from ser_evals.submissions._check_record import check_record
from ser_evals.submissions._check_scores import check_scores
from ser_evals.submissions._check_seeds import check_seeds
from ser_evals.submissions._copies import Copies
from ser_evals.submissions._outcome import check
from ser_evals.submissions._places import Place, Places, places
from ser_evals.submissions._rerun import TOLERANCE, rerun
from ser_evals.submissions._run import Run
from ser_evals.submissions._verdict import RunVerdict, Verdict

CHECKS = {
    "record": check_record,
    "scores": check_scores,
    "seeds": check_seeds,
    "corpus": check_corpus,
    "folds": check_folds,
    "contamination": check_contamination,
    "priors": check_priors,
}


def verify(
    submission: str | Path,
    *,
    data_dir: str | Path | None = None,
    rerun: int = 0,
    revision: str | None = None,
    seed: int | None = None,
    device: str = "auto",
    tolerance: float = TOLERANCE,
    hub: str | None = None,
    corpora: Iterable[str | Path] = (),
    backbone: str | Path | None = None,
) -> Verdict:
    """Recompute what a submission states, and compare it with the corpora.

    Args:
        submission: a folder in the layout of the results dataset, the output or a run's folder of
            `ser_evals.run`, or a results dataset's id on the Hub, a path in it included.
        data_dir: folder with one folder per corpus: ids, references, recordings, folds and priors
            are compared with it. Without it they are counted only.
        rerun: of each run, infer so many answers again, and compare.
        revision: of the dataset on the Hub.
        seed: repeats a draw of these answers; drawn anew by default.
        device: "auto", "cpu", "cuda", "cuda:1", "mps": where to infer.
        tolerance: largest difference of a probability that passes as the same.
        hub: organisation whose corpora on the Hub are compared with where data_dir has none.
        corpora: files with records of your own corpora (".py").
        backbone: checkpoint folder or Hub id to infer with, where a run names a local folder.

    Returns:
        For every run whether it is "refused", "consistent" or "reproduced", check by check.

    Raises:
        SerEvalsError: if there is no run, or an option is wrong. What is wrong with a run is no
            error but a result.
    """
    for name, value in (("rerun", rerun), ("seed", seed or 0)):
        if not isinstance(value, int) or value < 0:
            raise SerEvalsError(f"{name}: expected a whole number from 0, got {value}")
    if rerun and seed is None:
        seed = secrets.randbelow(2**31)
    own = known_corpora(corpora)
    folder = None if data_dir is None else Path(data_dir).expanduser()
    copies = Copies(folder, own, hub)
    options = {"number": rerun, "seed": seed, "device": device}
    options |= {"tolerance": tolerance, "backbone": backbone}
    given, found = places(submission, revision), []
    whole = check("dataset", _dataset, given) if given.dataset else None
    for place in given.runs:
        run = Run(place, own, copies.data, copies.rows)
        verdict = _run(run, place, options if rerun else None)
        # What else the dataset holds is read as one with each of its runs.
        found.append(replace(verdict, checks=(whole, *verdict.checks)) if whole else verdict)
    return Verdict(str(submission), tuple(found), rerun, seed, given.commit)


def _run(run: Run, place: Place, options: dict | None) -> RunVerdict:
    address = place.address or str(place.folder)
    files = check("files", _open, run)
    if files.state == "failed":
        return RunVerdict(address, (files,))
    results = [files, *(check(name, look, run) for name, look in CHECKS.items())]
    again = None if options is None else check("rerun", partial(rerun, **options), run)
    if run.closed:
        results.append(check("intervals", check_intervals, again))
    results += [] if again is None else [again]
    return RunVerdict(address, tuple(results))


def _dataset(given: Places) -> str:
    folders = [place.folder for place in given.runs]
    return check_dataset(given.dataset, folders, local=not given.commit)


def _open(run: Run) -> str:
    """Read what every other check needs."""
    _ = run.record
    if not run.closed:
        _ = run.predictions
    return "can be read"
