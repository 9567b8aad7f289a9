"""What the page wants to know of a run beside its scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ser_evals.errors import SerEvalsError


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """One trained system on one test corpus: its confusions, warnings and provenance.

    Args:
        train: training corpora, joined with "+".
        test: test corpus.
        setting: "in_domain" or "out_of_domain".
        prior: the prior that the confusions were counted under.
        classes: class names, in the order of the confusion.
        confusion: references x predictions, counts averaged over seeds.
        warnings: what a reader must know before believing the scores.
        record: the run's `run.json`; a key that is absent is left out of the page.

    Raises:
        SerEvalsError: the confusion is not square in the classes.
    """

    train: str
    test: str
    setting: str
    prior: str
    classes: tuple[str, ...] = ()
    confusion: Sequence[Sequence[float]] = ()
    warnings: tuple[str, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = [len(self.confusion), *(len(row) for row in self.confusion)]
        if any(size != len(self.classes) for size in shape):
            raise SerEvalsError(
                f"run {self.train} -> {self.test}: the confusion has {shape[0]} rows of lengths "
                f"{sorted(set(shape[1:]))}, expected {len(self.classes)} x {len(self.classes)}, "
                f"one per class ({', '.join(self.classes)})"
            )

    def section(self, name: str) -> Mapping[str, Any]:
        """The part of the record under a key, empty where the record lacks it."""
        part = self.record.get(name)
        return part if isinstance(part, Mapping) else {}
