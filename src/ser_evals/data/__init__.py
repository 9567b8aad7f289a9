"""Corpora as `datasets.Dataset`."""

from pathlib import Path
from typing import TYPE_CHECKING

from ser_evals.corpora import get_corpus
from ser_evals.data._index import CorpusData, index
from ser_evals.data._register import install
from ser_evals.data._scan import scan

if TYPE_CHECKING:
    from datasets import Dataset

__all__ = ["CorpusData", "index", "install", "load_corpus", "scan", "to_dataset"]


def load_corpus(
    name: str,
    *,
    data_dir: str | Path,
    taxonomy: str = "ser_evals",
    skip_unreadable: bool = False,
) -> "Dataset":
    """Load a local copy of a corpus as a dataset.

    Audio stays in its files; read the column with `Audio(decode=False)` where torchcodec is not
    installed. Utterances that the taxonomy drops are counted in the log.

    Args:
        name: corpus name, see `list_corpora`.
        data_dir: the corpus's own folder.
        taxonomy: "ser_evals" (default), "ser_evals_2024" or "native".
        skip_unreadable: leave out files that cannot be used instead of raising.

    Returns:
        One row per utterance: id, audio, label (the corpus's own), emotion (class index),
        corpus, language, speaker, sex, session, group, sentence, text, duration (s), split.

    Raises:
        SerEvalsError: for an unknown name, a folder of something else, unreadable audio.
    """
    data = index(get_corpus(name), data_dir, taxonomy=taxonomy, skip_unreadable=skip_unreadable)
    return to_dataset(data)


def to_dataset(data: CorpusData) -> "Dataset":
    """Return an indexed corpus as a dataset."""
    from ser_evals.data._dataset import dataset

    return dataset(data)
