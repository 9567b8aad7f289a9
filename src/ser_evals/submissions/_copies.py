"""The corpora that a verifier holds, and those on the Hub."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ser_evals.corpora import Corpus
from ser_evals.data import CorpusData, index
from ser_evals.errors import SerEvalsError
from ser_evals.runs import Settings, find_corpus
from ser_evals.submissions._outcome import UncheckedError

COLUMNS = ("id", "corpus", "emotion", "speaker", "group", "language", "sex", "split")


class Copies:
    """Reads every corpus once.

    Args:
        data_dir: folder with one folder per corpus, or None.
        own: records of the verifier's own corpora.
        hub: organisation on the Hub whose copies are compared with, or None.
    """

    def __init__(self, data_dir: Path | None, own: Mapping[str, Corpus], hub: str | None) -> None:
        if data_dir is not None and not data_dir.is_dir():
            raise SerEvalsError(f"no folder {data_dir}: --data-dir holds one folder per corpus")
        self._folder, self._own, self._hub = data_dir, own, hub
        self._data: dict[tuple[Any, ...], CorpusData] = {}
        self._rows: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def data(self, name: str, settings: Settings) -> CorpusData | None:
        """Return an indexed corpus, None where there is no copy or no record of it.

        Raises:
            UncheckedError: if the copy cannot be read: no fault of the submission's.
        """
        corpus = find_corpus(name, self._own)
        if self._folder is None or corpus is None or not (self._folder / name).is_dir():
            return None
        options = {"limit": settings.limit, "skip_unreadable": settings.skip_unreadable}
        options["taxonomy"] = settings.protocol.taxonomy
        key = (name, *options.values())
        if key not in self._data:
            try:
                self._data[key] = index(corpus, self._folder / name, **options)
            except SerEvalsError as error:
                raise UncheckedError(f"the copy here cannot be used: {error}") from error
        return self._data[key]

    def rows(self, name: str, settings: Settings) -> list[dict[str, Any]] | None:
        """Return the rows of a corpus on the Hub, sorted by id; None where that is not asked for.

        Raises:
            UncheckedError: if the Hub does not give them.
        """
        taxonomy = settings.protocol.taxonomy
        if self._hub is None or find_corpus(name, self._own) is None:
            return None
        if (name, taxonomy) not in self._rows:
            self._rows[name, taxonomy] = _download(f"{self._hub}/{name}", taxonomy)
        return self._rows[name, taxonomy]


def _download(repository: str, taxonomy: str) -> list[dict[str, Any]]:
    from datasets import load_dataset

    try:
        splits = load_dataset(repository, taxonomy, streaming=True)
        rows = []
        for name, part in splits.items():
            classes = part.features["emotion"].names
            official = {"validation": "dev"}.get(name, name)
            for row in part.select_columns([c for c in COLUMNS if c in part.features]):
                row = {"split": official if len(splits) > 1 else None, **row}
                rows.append(row | {"emotion": classes[row["emotion"]]})
    except Exception as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise UncheckedError(f"the Hub does not give {repository}: {reason}") from error
    return sorted(rows, key=lambda row: row["id"])
