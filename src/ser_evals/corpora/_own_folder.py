"""Where a local copy of a corpus lies."""

from pathlib import Path

from ser_evals.corpora._record import Corpus
from ser_evals.errors import SerEvalsError


def own_folder(corpus: Corpus, data_dir: str | Path) -> Path:
    """Return the folder of a corpus, which must be there.

    Args:
        corpus: the record.
        data_dir: folder with one folder per corpus.

    Raises:
        SerEvalsError: if it is not there; it says so where the corpus's own folder was given.
    """
    above = Path(data_dir).expanduser()
    folder = above / corpus.name
    if folder.is_dir():
        return folder
    given = above.resolve()
    own = given.name == corpus.name and given.is_dir()
    hint = f": {given.parent}, not the corpus's own folder" if own else ""
    raise SerEvalsError(f"no folder {folder}: give the folder that holds {corpus.name}/{hint}")
