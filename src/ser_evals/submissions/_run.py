"""A submitted run, opened: what all checks look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ser_evals import predictions as tables
from ser_evals.backbones import Backbone, get_backbone, list_backbones
from ser_evals.corpora import Corpus
from ser_evals.data import CorpusData
from ser_evals.errors import SerEvalsError
from ser_evals.predictions import Predictions
from ser_evals.protocols import Fold, divide
from ser_evals.runs import Expected, Settings, expected, find_corpus, settings_of
from ser_evals.submissions import _names as names
from ser_evals.submissions._outcome import FailedError, UncheckedError
from ser_evals.submissions._places import Place
from ser_evals.submissions._read_json import from_json

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Run:
    """A submitted run.

    Args:
        place: where it lies.
        own: records of the verifier's own corpora.
        data_of: returns an indexed corpus, None where the verifier has no copy.
        rows_of: returns the rows of a corpus on the Hub, None where that was not asked for.
    """

    place: Place
    own: Mapping[str, Corpus]
    data_of: Callable[[str, Settings], CorpusData | None]
    rows_of: Callable[[str, Settings], Rows | None]

    @cached_property
    def record(self) -> dict[str, Any]:
        """What run.json says."""
        path = self.place.folder / names.RECORD
        try:
            record = from_json(path.read_text(encoding="utf-8"))
            self._settings(record)
            return record
        except OSError as error:
            raise FailedError(f"{names.RECORD} is missing") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            told = f"{type(error).__name__}: {error}"
            raise FailedError(f"{names.RECORD} is not the record of a run ({told})") from error

    @cached_property
    def settings(self) -> Settings:
        """What the run was asked for; its backbone is what is known of the one of that name."""
        return self._settings(self.record)

    def _settings(self, record: Mapping[str, Any]) -> Settings:
        told = record["backbone"]
        name, checkpoint = told["name"], told["checkpoint"]
        backbone = get_backbone(name) if name in list_backbones() else None
        if backbone is None or backbone.name != name or backbone.checkpoint != checkpoint:
            facts = {"family": told["family"], "pretraining": tuple(told["pretraining"])}
            backbone = Backbone(name=name, checkpoint=checkpoint, **facts)
        for key in ("train", "test", "setting", "run", "started"):
            if not isinstance(record[key], str):
                raise TypeError(f"{key} is no text")
        if not {record["test"], *record["train"].split("+")} <= set(record["corpora"]):
            raise KeyError("corpora")
        return settings_of(record["config"], backbone)

    @property
    def test(self) -> str:
        """The tested corpus."""
        return self.record["test"]

    @property
    def sources(self) -> tuple[str, ...]:
        """The training corpora."""
        return tuple(self.record["train"].split("+"))

    @property
    def in_domain(self) -> bool:
        """Whether the tested corpus is among those trained on."""
        return self.test in self.sources

    @cached_property
    def corpus(self) -> Corpus | None:
        """The record of the tested corpus."""
        return find_corpus(self.test, self.own)

    @cached_property
    def closed_corpora(self) -> list[str]:
        """Those of its corpora of which no row may be published, where it is public."""
        if not self.place.public:
            return []
        known = {name: find_corpus(name, self.own) for name in sorted({*self.sources, self.test})}
        told = {self.test} if self.record.get("published") == "nothing" else set()
        shut = {n for n, c in known.items() if c is not None and c.redistributable == "nothing"}
        return sorted(told | shut)

    @cached_property
    def predictions(self) -> Predictions:
        """Its answers."""
        path = self.place.folder / names.PREDICTIONS
        if not path.is_file():
            why = "the submission holds confusions only"
            closed = (self.place.folder / names.CONFUSIONS).is_file()
            raise UncheckedError(why) if closed else FailedError(f"{path.name} is missing")
        try:
            return tables.read(path)
        except SerEvalsError as error:
            raise FailedError(str(error).replace(str(path), path.name)) from error

    @property
    def closed(self) -> bool:
        """Whether it holds confusions instead of answers."""
        files = self.place.folder
        held = (files / names.CONFUSIONS).is_file()
        return held and not (files / names.PREDICTIONS).is_file()

    @cached_property
    def copies(self) -> dict[str, CorpusData]:
        """Those of its corpora that the verifier has a copy of, whichever part of them it is."""
        found = {n: self.data_of(n, self.settings) for n in {*self.sources, self.test}}
        return {name: data for name, data in sorted(found.items()) if data is not None}

    @cached_property
    def data(self) -> dict[str, CorpusData]:
        """Those of these copies that are what the run was made with."""
        told = self.record["corpora"]
        return {
            name: data
            for name, data in self.copies.items()
            if data.fingerprint == told[name].get("fingerprint")
        }

    @cached_property
    def rows(self) -> Rows | None:
        """What the tested corpus is, from the verifier's copy or the Hub's; None if neither."""
        if self.test in self.data:
            return list(self.data[self.test].rows)
        return self.rows_of(self.test, self.settings)

    @cached_property
    def expected(self) -> dict[str, Expected] | None:
        """The folds that the run must have; None where a corpus is not there."""
        if {*self.sources, self.test} - set(self.data):
            return None
        return expected(self.settings, self.sources, self.test, self.data)

    def folds(self, rows: Rows) -> list[Fold]:
        """Divide the tested corpus again."""
        return divide(rows, self.settings.protocol)
