"""The builder behind `load_dataset("ser-evals/<corpus>", data_dir=...)`."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import datasets
import pyarrow as pa

from ser_evals.corpora import get_corpus
from ser_evals.data._dataset import info, table
from ser_evals.data._embed import embed, is_own_file
from ser_evals.data._index import CorpusData, index
from ser_evals.data._splits import HUB_SPLITS, placed

MOST_ROWS = 1000
MOST_SECONDS = 600.0
"""Of sound that is held in memory at once: 115 MB at 48 kHz and 16 bits, stereo."""
WORKERS = 8


@dataclass
class CorpusConfig(datasets.BuilderConfig):
    """A taxonomy or task (`name`) of a corpus.

    Args:
        corpus: name of the record, or path of the file that defines it.
        skip_unreadable: leave out files that cannot be used.
    """

    corpus: str = ""
    skip_unreadable: bool = False


class CorpusBuilder(datasets.ArrowBasedBuilder):
    """Builds a dataset from a local copy of a corpus.

    Arrow-based, because a generator-based builder encodes its audio through torchcodec.
    """

    BUILDER_CONFIG_CLASS = CorpusConfig
    config: CorpusConfig
    _read: CorpusData | None = None

    @property
    def corpus_data(self) -> CorpusData:
        """The corpus as it lies on disk, read once."""
        if self._read is None:
            self._read = index(
                get_corpus(self.config.corpus),
                self.config.data_dir or ".",
                taxonomy=self.config.name,
                skip_unreadable=self.config.skip_unreadable,
            )
        return self._read

    def _info(self) -> datasets.DatasetInfo:
        return info(self.corpus_data)

    def _split_generators(self, dl_manager) -> list[datasets.SplitGenerator]:
        there = set(placed(self.corpus_data.rows))
        return [
            datasets.SplitGenerator(name=name, gen_kwargs={"split": split})
            for split, name in HUB_SPLITS.items()
            if split in there
        ]

    def _generate_tables(self, split: str) -> Iterator[tuple[str, pa.Table]]:
        everything = self.corpus_data.rows
        pairs = zip(everything, placed(everything), strict=True)
        rows = [row for row, place in pairs if place == split]
        with ThreadPoolExecutor(WORKERS) as crew:
            for number, part in enumerate(parts(rows)):
                sounds = crew.map(_sound, part)
                full = [row | {"audio": sound} for row, sound in zip(part, sounds, strict=True)]
                yield f"{split}_{number}", table(self.corpus_data, full)


def parts(rows: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Divide rows so that little of their sound is in memory at once."""
    part: list[dict[str, Any]] = []
    seconds = 0.0
    for row in rows:
        if part and (len(part) == MOST_ROWS or seconds + row["duration"] > MOST_SECONDS):
            yield part
            part, seconds = [], 0.0
        part.append(row)
        seconds += row["duration"]
    if part:
        yield part


def _sound(row: dict[str, Any]) -> dict[str, Any]:
    """Return a path where it is enough to hear the row, and bytes where it is not."""
    return row["audio"] if is_own_file(row) else embed(row)
