"""The configurations of a corpus's repository, and where the files of each lie."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ser_evals.corpora import Corpus
from ser_evals.data import HUB_SPLITS, UNASSIGNED
from ser_evals.emotions import TAXONOMIES


def folders(corpus: Corpus) -> dict[str, str]:
    """Return the folder with the files of each configuration; equal label maps share one.

    Example:
        >>> from ser_evals.corpora import get_corpus
        >>> folders(get_corpus("synthetic"))
        {'ser_evals': 'ser_evals', 'ser_evals_2024': 'ser_evals', 'native': 'native'}
    """
    first: dict[object, str] = {}
    found = {}
    for taxonomy in corpus.taxonomies:
        targets = tuple(sorted(corpus.mapping(taxonomy).items()))
        # A task may be annotated apart: what it shares with another map says nothing.
        key = (corpus.classes(taxonomy), targets) if taxonomy in TAXONOMIES else taxonomy
        found[taxonomy] = first.setdefault(key, taxonomy)
    return found


def full_splits(corpus: Corpus) -> dict[str, int | None]:
    """Return the utterances per official split of a full copy, and how many are in none.

    Example:
        >>> from ser_evals.corpora import get_corpus
        >>> full_splits(get_corpus("msp_podcast"))
        {'train': 84030, 'dev': 19815, 'test': 30647, 'unassigned': 14815}
    """
    found = {name: corpus.splits[name] for name in HUB_SPLITS if name in corpus.splits}
    if found and corpus.utterances is not None and None not in found.values():
        outside = corpus.utterances - sum(found.values())
        found |= {UNASSIGNED: outside} if outside else {}
    return found


@dataclass(frozen=True)
class Copy:
    """What was found in the copy that a repository was prepared from.

    Args:
        found: number of utterances.
        splits: names on the Hub by configuration.
        digests: of the rows by configuration.
    """

    found: int
    splits: Mapping[str, Iterable[str]]
    digests: Mapping[str, str]


def configs(corpus: Corpus, copy: Copy | None = None) -> list[dict[str, Any]]:
    """Return the `configs` of a card's front matter, the default one first.

    Args:
        corpus: record.
        copy: what was prepared; by default the splits are those of a full copy.
    """
    official = [HUB_SPLITS[name] for name in full_splits(corpus)] or ["train"]
    entries = []
    for taxonomy, folder in folders(corpus).items():
        splits = official if copy is None else copy.splits[taxonomy]
        files = [{"split": split, "path": f"{folder}/{split}-*.parquet"} for split in splits]
        about = TAXONOMIES.get(taxonomy) or corpus.tasks[taxonomy].why
        if copy is not None:
            # `datasets` finds its cache of a local folder by the folder's name and this metadata
            # alone: without the digest, changed files would be answered from the old cache.
            about += f" (rows {copy.digests[taxonomy]})"
        entries.append({"config_name": taxonomy, "description": about, "data_files": files})
    entries[0]["default"] = True
    return entries
