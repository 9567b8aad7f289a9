"""What is known of one utterance before its audio is opened."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

DIMENSIONS = ("arousal", "valence", "dominance")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One labelled stretch of speech.

    Args:
        id: unique in the corpus (its splits included); usually the path without its suffix.
        path: audio file, relative to the corpus's folder, with forward slashes.
        label: the corpus's own label.
        speaker: who speaks, or None where nobody knows.
        sex: "female", "male" or None.
        session: session, dialogue or recording in which speakers meet, or None.
        sentence: which of a fixed list of sentences or words is spoken, or None.
        text: what is said, or None.
        language: BCP-47 tag where it differs from the corpus's first language, else None.
        split: "train", "dev" or "test" where the corpus has official splits, else None.
        start: seconds from the beginning of the file, or None for the whole file.
        end: seconds from the beginning of the file, or None for the whole file.
        intensity: how strongly the emotion is expressed, in the corpus's own terms, or None.
        arousal: calm to excited, in the corpus's own range (`Corpus.dimensions`), or None.
        valence: negative to positive, likewise.
        dominance: weak to strong, likewise.
        confidence: share of raters who agree with the label, 0 to 1, or None.
        votes: each rater's label, in the raters' own vocabulary; empty where unknown.
        raters: who gave each vote; empty where unknown.
        tasks: task to label, for tasks that were annotated apart from `label`.
        task_confidence: task to share of raters who agree with that label, where it is known.
    """

    id: str
    path: str
    label: str
    _: KW_ONLY
    speaker: str | None = None
    sex: Literal["female", "male"] | None = None
    session: str | None = None
    sentence: str | None = None
    text: str | None = None
    language: str | None = None
    split: Literal["train", "dev", "test"] | None = None
    start: float | None = None
    end: float | None = None
    intensity: str | None = None
    arousal: float | None = None
    valence: float | None = None
    dominance: float | None = None
    confidence: float | None = None
    votes: tuple[str, ...] = ()
    raters: tuple[str, ...] = ()
    tasks: Mapping[str, str] = field(default_factory=dict)
    task_confidence: Mapping[str, float] = field(default_factory=dict)

    def agreement(self, taxonomy: str) -> float | None:
        """Return the share of raters who agree with the label that a taxonomy or task goes by."""
        return self.task_confidence.get(taxonomy) if taxonomy in self.tasks else self.confidence
