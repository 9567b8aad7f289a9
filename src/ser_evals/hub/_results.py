"""Results as rows of one dataset that everybody adds to."""

import tempfile
from pathlib import Path
from typing import Unpack

from ser_evals.hub._access import check_access
from ser_evals.hub._publish import publish
from ser_evals.hub._target import Options, Pushed, Target

RESULTS = "results"
RUNS = "runs/*"


def push_results(path: str | Path, **target: Unpack[Options]) -> Pushed:
    """Add runs to the dataset of results; what others added is never changed.

    Args:
        path: folder of a run, or what `run` was given as output.
        target: org, private, pr, dry_run: see `Target`.

    Raises:
        SerEvalsError: if a run is there already with other content, and for what can go wrong on
            the Hub.
    """
    from ser_evals.submissions import prepare

    to = Target(**target)
    check_access(to)
    with tempfile.TemporaryDirectory(prefix="ser-evals-results-") as above:
        prepared = prepare(path, Path(above) / RESULTS)
        return publish(
            prepared.folder,
            f"{to.org}/{RESULTS}",
            "dataset",
            to,
            title=f"Results of {Path(path).expanduser().resolve().name}",
            kept=["README.md"],
            fixed=[RUNS],
        )
