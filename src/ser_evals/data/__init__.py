"""Corpora as `datasets.Dataset`."""

from pathlib import Path
from typing import TYPE_CHECKING

from ser_evals.corpora import get_corpus
from ser_evals.data._embed import embed, is_own_file
from ser_evals.data._index import CorpusData, index, warn_of_count
from ser_evals.data._register import build, install
from ser_evals.data._scan import scan
from ser_evals.data._splits import HUB_SPLITS, UNASSIGNED, placed

if TYPE_CHECKING:
    from datasets import Dataset

__all__ = [
    "HUB_SPLITS",
    "UNASSIGNED",
    "CorpusData",
    "embed",
    "index",
    "install",
    "load_corpus",
    "placed",
    "scan",
    "to_dataset",
    "warn_of_count",
]


def load_corpus(
    name: str | Path,
    *,
    data_dir: str | Path,
    taxonomy: str = "ser_evals",
    skip_unreadable: bool = False,
) -> "Dataset":
    """Load a local copy of a corpus as a dataset.

    Whole audio files stay where they are, and the column "audio" holds their paths. Stretches of
    longer files and what only ffmpeg reads are cut and converted to FLAC once, as `load_dataset`
    does it, and kept in the cache of `datasets`: every row can be played and decoded by itself.
    Read the column with `Audio(decode=False)` where torchcodec is not installed. Utterances that
    the taxonomy drops are counted in the log.

    Args:
        name: corpus name, see `list_corpora`, or the path of a record of your own (".py").
        data_dir: the corpus's own folder.
        taxonomy: "ser_evals" (default), "ser_evals_2024", "native" or a task of the corpus.
        skip_unreadable: leave out files that cannot be used instead of raising.

    Returns:
        One row per utterance, with the columns that docs/corpora.md lists.

    Raises:
        SerEvalsError: for an unknown name, a folder of something else, unreadable audio, and if
            ffmpeg is needed and missing.
    """
    data = index(get_corpus(name), data_dir, taxonomy=taxonomy, skip_unreadable=skip_unreadable)
    if all(map(is_own_file, data.rows)):
        return to_dataset(data)
    return build(name, data, skip_unreadable=skip_unreadable)


def to_dataset(data: CorpusData) -> "Dataset":
    """Return an indexed corpus as a dataset in memory.

    Audio is given by the path of its file, for stretches too: `embed` gives the sound of a row.
    """
    from ser_evals.data._dataset import dataset

    return dataset(data)
