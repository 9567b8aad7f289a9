from collections.abc import Sequence
from pathlib import Path

from ser_evals.predictions._checks import check_once, check_present, check_scores, check_seeds
from ser_evals.predictions._classes import settle
from ser_evals.predictions._columns import complete, require
from ser_evals.predictions._files import load
from ser_evals.predictions._references import join
from ser_evals.predictions._scores import as_logits, gather
from ser_evals.predictions._table import Predictions
from ser_evals.predictions.convert import get_format


def read(
    path: str | Path,
    *,
    references: str | Path | None = None,
    classes: Sequence[str] | None = None,
    format: str | None = None,
) -> Predictions:
    """Read anyone's predictions.

    Args:
        path: a Parquet file, a CSV file or a file of JSON lines, by suffix or else by content,
            with the columns `id`, `reference`, and `prediction`, `scores`, or one column
            score_<class> for each class (docs/predictions.md). Rows are counted from 0.
        references: a table with `id` and `reference`, for predictions without references or
            instead of theirs; joined on `id`, and on `corpus` where both have it.
        classes: class names in the order of the scores, or of integer indices. Without them and
            without our metadata, eight scores per row are taken to be the eight classes.
        format: the toolkit that wrote the file, see `ser_evals.predictions.convert`.

    Raises:
        SerEvalsError: if it is no such file, a column or a value is missing, a score is NaN, an
            utterance occurs twice, a class is unknown, or references are of other utterances.
    """
    path = Path(path).expanduser()
    theirs = get_format(format) if format else None
    frame, facts = theirs.predictions(path) if theirs else load(path)
    frame, columns = gather(frame, path)
    hint = "" if references is not None else " References can come from a file (--references)."
    if references is not None:
        secret_path = Path(references).expanduser()
        secret = theirs.references(secret_path) if theirs else load(secret_path)[0]
        require(frame, ["id", "scores"], path)
        frame = join(frame, secret, path, secret_path)
    elif "reference" in frame:
        hint = ""
    require(frame, ["id", "reference", "scores"], path, hint)
    complete(frame, path)
    check_present(frame, path)
    frame["seed"] = frame["seed"].astype("int64")
    stored = facts.get("classes", ())
    found = settle(frame, path, given=classes, stored=stored, columns=columns)
    check_once(frame, path)
    check_seeds(frame, path)
    if "scores" in frame:
        check_scores(frame, found, path)
        if not stored:
            as_logits(frame, path)
    return Predictions(
        frame,
        found,
        facts.get("source_priors", {}),
        facts.get("temperatures", {}),
        tuple(facts.get("masked", ())),
    )
