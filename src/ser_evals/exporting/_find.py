"""Which run is meant."""

from pathlib import Path

from ser_evals.errors import SerEvalsError
from ser_evals.runs import finished


def run_folder(run: str | Path) -> Path:
    """Return a run's folder, given it, its run.json, or an OUTPUT with one training set.

    Which of a training set's runs does not matter: their heads are trained alike.

    Raises:
        SerEvalsError: if the OUTPUT holds several, which are named.
    """
    path = Path(run).expanduser()
    if path.name == "run.json":
        return path.parent
    if (path / "run.json").is_file() or not (path / "runs").is_dir():
        return path
    found = {folder.parent: folder for folder, _ in reversed(finished(path))}
    if len(found) != 1:
        several = ", ".join(str(folder) for folder in sorted(found.values())[:5])
        raise SerEvalsError(
            f"{path} holds {len(found)} training sets or systems, expected one"
            + (f": give one of its runs, such as {several}" if found else ": run first")
        )
    return next(iter(found.values()))
