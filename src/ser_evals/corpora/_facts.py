"""Label maps and examples, parts of a corpus's record."""

from collections.abc import Mapping
from dataclasses import dataclass

from ser_evals.corpora._utterance import Utterance


@dataclass(frozen=True, slots=True)
class Remap:
    """Where a label goes when the taxonomies differ, or when it is dropped, and why.

    Args:
        ser_evals: one of the eight classes, or None to drop the label on purpose.
        ser_evals_2024: the same for the paper's map.
        why: the reason, in one line.
    """

    ser_evals: str | None
    ser_evals_2024: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Task:
    """A label set beside the eight classes, known in the literature by a name.

    Args:
        classes: names in index order; those of the eight classes where the meaning is the same.
        labels: label to class, None where it is dropped. The labels are the corpus's own, all of
            them, or those of `Utterance.tasks` where the task was annotated apart.
        why: where the task comes from, in one line.
    """

    classes: tuple[str, ...]
    labels: Mapping[str, str | None]
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A tiny tree of the corpus: example, documentation and test fixture in one.

    Args:
        files: path to content; an empty string stands for a short audio file, and in a file
            named .xlsx lines and tabs stand for rows and cells.
        utterances: what reading the tree must give, in any order.
    """

    files: Mapping[str, str]
    utterances: tuple[Utterance, ...]
