"""The confusion matrix of one of the runs."""

import tempfile
from pathlib import Path
from typing import Any

from ser_evals.exporting._interval import interval
from ser_evals.scorecard import score

NAME = "confusion.png"
PREFIX = "recall_"


def picture(
    runs: list[tuple[Path, dict[str, Any]]], test: str
) -> tuple[dict[str, Any] | None, bytes]:
    """Draw an in-domain confusion out of fold where there is one, else that of the run itself.

    Args:
        runs: folder and run.json of the runs that there are scores of.
        test: the corpus that the exported run was tested on.

    Returns:
        What is drawn, and the PNG; None and nothing where nothing could be scored.
    """
    ranked = sorted(
        runs, key=lambda run: (run[1]["setting"] != "in_domain", run[1]["test"] != test)
    )
    for folder, record in ranked[:1]:
        file, prior = folder / "predictions.parquet", record["config"]["prior"]
        with tempfile.TemporaryDirectory() as place:
            rows = score(file, prior=prior, by=[], plot=place)
            content = Path(place, NAME).read_bytes()
        drawn = rows[rows["classes"] == rows["classes"].iloc[0]].to_dict("records")
        recalls = {
            row["metric"].removeprefix(PREFIX): interval(row)["value"]
            for row in drawn
            if row["metric"].startswith(PREFIX)
        }
        facts = {"test": record["test"], "setting": record["setting"], "prior": prior}
        return facts | {"classes": drawn[0]["classes"], "recalls": recalls}, content
    return None, b""
