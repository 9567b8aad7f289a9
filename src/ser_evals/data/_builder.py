"""The builder behind `load_dataset("ser-evals/<corpus>", data_dir=...)`."""

from collections.abc import Iterator
from dataclasses import dataclass

import datasets
import pyarrow as pa

from ser_evals.corpora import get_corpus
from ser_evals.data._dataset import info, table
from ser_evals.data._index import CorpusData, index


@dataclass
class CorpusConfig(datasets.BuilderConfig):
    """A taxonomy (`name`) of a corpus.

    Args:
        corpus: name of the record.
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
        names = {"dev": datasets.Split.VALIDATION}
        official = sorted({row["split"] or "train" for row in self.corpus_data.rows}, reverse=True)
        return [
            datasets.SplitGenerator(name=names.get(split, split), gen_kwargs={"split": split})
            for split in official
        ]

    def _generate_tables(self, split: str) -> Iterator[tuple[str, pa.Table]]:
        rows = [row for row in self.corpus_data.rows if (row["split"] or "train") == split]
        yield split, table(self.corpus_data, rows)
