"""What is said of a corpus in numbers."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Counts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """What a corpus holds.

    Args:
        corpus: name.
        title: the name it is known by.
        record: version of the record.
        taxonomy: label map that `classes` are of.
        counted: whether a local copy was counted; otherwise the numbers are those of the record.
        utterances: number, without those that cannot be used; None where unknown.
        speakers: number; None where unknown.
        tags: BCP-47 tags of its languages.
        languages: utterances by tag; all of them under "mul" where nobody says how many are in
            which of several languages.
        labels: utterances by the corpus's own label.
        classes: utterances by language tag and class, those dropped left out.
        dropped: utterances whose label the taxonomy drops.
        splits: utterances by official split.
        unusable: utterances in files that cannot be used, or outside of their file.
        hours: of speech; None where unknown.
        sexes: speakers that are "female", "male" and "unknown".
        seconds: "min", "median", "max" and nine "deciles" of the utterances' durations.
        sampling_rates: utterances by sampling rate in Hz.
        channels: utterances by number of channels.
    """

    corpus: str
    title: str
    record: str
    taxonomy: str
    counted: bool
    utterances: int | None
    speakers: int | None
    tags: tuple[str, ...]
    languages: Counts
    labels: Counts
    classes: Mapping[str, Counts]
    dropped: int
    splits: Counts
    unusable: int = 0
    hours: float | None = None
    sexes: Counts = field(default_factory=dict)
    seconds: Mapping[str, Any] = field(default_factory=dict)
    sampling_rates: Mapping[int, int] = field(default_factory=dict)
    channels: Mapping[int, int] = field(default_factory=dict)

    def by_class(self) -> Counter[str]:
        """Return utterances by class, all languages together."""
        return sum((Counter(counts) for counts in self.classes.values()), Counter())

    def json(self) -> str:
        """Return everything as JSON, keys sorted."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
