"""Results as rows of one dataset that everybody adds to."""

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from ser_evals.hub._access import check_access
from ser_evals.hub._publish import publish
from ser_evals.hub._target import Options, Pushed, Target
from ser_evals.words import count

RESULTS = "results"
RUNS = "runs/*"


def push_results(
    path: str | Path, *, corpora: Iterable[str | Path] = (), **target: Unpack[Options]
) -> Pushed:
    """Add runs to the dataset of results; what others added is never changed.

    Args:
        path: folder of a run, or what `run` was given as output.
        corpora: files with records of your own corpora (".py"), where they have moved since.
        target: org, private, pr, dry_run: see `Target`.

    Raises:
        SerEvalsError: if a run is there already with other content, and for what can go wrong on
            the Hub.
    """
    from ser_evals.submissions import prepare

    to = Target(**target)
    check_access(to)
    with tempfile.TemporaryDirectory(prefix="ser-evals-results-") as above:
        prepared = prepare(path, Path(above) / RESULTS, corpora=corpora)
        pushed = publish(
            prepared.folder,
            f"{to.org}/{RESULTS}",
            "dataset",
            to,
            title=f"Results of {Path(path).expanduser().resolve().name}",
            kept=["README.md"],
            fixed=[RUNS],
        )
    closed = sum(grade == "nothing" for grade in prepared.published.values())
    note = f"confusion matrices instead of predictions for {count(closed, 'run')}: licence"
    return replace(pushed, notes=(*pushed.notes, *[note] * bool(closed)))
