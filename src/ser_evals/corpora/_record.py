"""What is known of a corpus before its audio is opened."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ser_evals.corpora._checked import checked
from ser_evals.corpora._citation import Citation
from ser_evals.corpora._consistent import check_record
from ser_evals.corpora._download import Download
from ser_evals.corpora._facts import Remap, Sample, Task
from ser_evals.corpora._utterance import Utterance
from ser_evals.emotions import EMOTIONS, TAXONOMIES
from ser_evals.errors import SerEvalsError

Grade = Literal["audio", "labels", "nothing"]


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_text, value))


def _count(value: object) -> bool:
    return value is None or type(value) is int


def _range(value: object) -> bool:
    numbers = isinstance(value, tuple) and all(isinstance(end, int | float) for end in value)
    return numbers and len(value) == 2 and value[0] < value[1]


def _names(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


# Fields to what is expected of them, in words and as a test.
KINDS: dict[str, tuple[str, Callable[[object], bool]]] = {
    "title": ("text", _text),
    "languages": ("tuple of language tags, at least one", lambda v: _texts(v) and v != ()),
    "citation": ("Citation(...)", lambda v: isinstance(v, Citation)),
    "utterances": ("int or None", _count),
    "speakers": ("int or None", _count),
    "read": ("a function from a folder to its utterances", callable),
    "sample": ("Sample(...)", lambda v: isinstance(v, Sample)),
    "labels": ("dict from label to emotion, or None", lambda v: v is None or _names(v)),
    "native_labels": ("tuple of labels", _texts),
    "splits": (
        "dict from split to number or None",
        lambda v: _names(v) and all(map(_count, v.values())),
    ),
    "dimensions": (
        "dict to (lowest, highest)",
        lambda v: _names(v) and all(map(_range, v.values())),
    ),
    "tasks": (
        "dict to Task(...)",
        lambda v: _names(v) and all(isinstance(t, Task) for t in v.values()),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """A corpus of emotional speech: facts, label maps, and how its folder is read.

    Facts that public sources do not establish stay at their default and are named in `unverified`.

    Args:
        name: the name of its module, `load_dataset("ser-evals/<name>")`.
        title: the name it is known by.
        languages: BCP-47 tags, the most frequent first.
        elicitation: how the emotions came about.
        licence: SPDX identifier where there is one, otherwise in words.
        redistributable: what may be published from a copy: "audio" (everything), "labels" (ids,
            labels, speakers and splits, no audio), or "nothing" (aggregate numbers only).
        homepage: where it is described.
        obtain: how to get it, in one line: an address, or the form to sign, named; by default the
            address of the first download, or the homepage.
        citation: the publication to cite.
        utterances: number that reading a full copy gives; None where nobody knows.
        speakers: number in a full copy; None where nobody knows.
        labels: every label of the corpus to one of the eight classes, or to a `Remap`.
            None where the labels are no emotions: only the native taxonomy is offered then.
        read: yields the utterances found below a folder (paths only, no audio is opened). What
            it yields is checked: known labels, unique ids, at least one utterance.
        sample: a tiny tree and what reading it must give.
        native_labels: the labels, where `labels` is None.
        counts: utterances per own label in a full copy.
        sampling_rate: Hz, of most files.
        splits: utterances per official split ("train", "dev", "test") of a full copy, None for
            a split of unknown size. Utterances outside of them are in none.
        dimensions: lowest and highest value of "arousal", "valence", "dominance" as annotated.
        tasks: label sets beside the eight classes, named "<corpus>_...".
        downloads: what `fetch` may download.
        broken: id to reason, for utterances that reading leaves out.
        duplicates: ids of utterances that are the same recording.
        problems: what else is known to be wrong or confusing in the files.
        unverified: what could not be established from public sources.
        sources: addresses from which names, labels and speakers were established.
        version: of this record: raised when reading the same files gives other rows.
        synthetic: True where no human speaks.
    """

    name: str
    title: str
    languages: tuple[str, ...]
    elicitation: Literal["acted", "elicited", "natural"]
    licence: str
    redistributable: Grade
    homepage: str
    citation: Citation
    utterances: int | None
    speakers: int | None
    labels: Mapping[str, str | Remap] | None
    read: Callable[[Path], Iterator[Utterance]]
    sample: Sample
    obtain: str = ""
    native_labels: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    sampling_rate: int | None = None
    splits: Mapping[str, int | None] = field(default_factory=dict)
    dimensions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    downloads: tuple[Download, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)
    duplicates: tuple[tuple[str, ...], ...] = ()
    problems: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    version: str = "1.0.0"
    synthetic: bool = False

    def __post_init__(self) -> None:
        check_record(self, KINDS)
        # Unwrapped first: `dataclasses.replace` hands over the checked function of the original.
        read = getattr(self.read, "unchecked", self.read)
        object.__setattr__(self, "read", checked(self, read))
        addresses = (self.obtain, *(download.url for download in self.downloads), self.homepage)
        object.__setattr__(self, "obtain", next(filter(None, addresses), ""))

    @property
    def own_labels(self) -> tuple[str, ...]:
        """The corpus's own labels, sorted."""
        return tuple(sorted(self.labels if self.labels is not None else self.native_labels))

    @property
    def taxonomies(self) -> tuple[str, ...]:
        """Names of the label sets it is offered under, its tasks included."""
        general = ("native",) if self.labels is None else tuple(TAXONOMIES)
        return (*general, *self.tasks)

    def classes(self, taxonomy: str = "ser_evals") -> tuple[str, ...]:
        """Return the class names of a taxonomy or task in index order."""
        self.mapping(taxonomy)
        if taxonomy in TAXONOMIES:
            return self.own_labels if taxonomy == "native" else EMOTIONS
        return self._task(taxonomy).classes

    def mapping(self, taxonomy: str = "ser_evals") -> dict[str, str | None]:
        """Return label -> class (None: dropped on purpose) under a taxonomy or task.

        The labels are the corpus's own, or those of a task that was annotated apart. A task of
        another corpus is answered with those of the eight classes that it has.

        Raises:
            SerEvalsError: if the taxonomy is unknown, or means nothing for this corpus.
        """
        if taxonomy == "native":
            return {label: label for label in self.own_labels}
        if taxonomy in self.tasks:
            return dict(self.tasks[taxonomy].labels)
        classes = EMOTIONS if taxonomy in TAXONOMIES else self._task(taxonomy).classes
        if self.labels is None or not set(classes) <= set(EMOTIONS):
            raise SerEvalsError(
                f"{self.name} has no labels in the taxonomy {taxonomy!r}: its labels are "
                f"{', '.join(self.own_labels)}; use one of: {', '.join(self.taxonomies)}"
            )
        attribute = taxonomy if taxonomy in TAXONOMIES else "ser_evals"
        targets = {
            label: getattr(target, attribute) if isinstance(target, Remap) else target
            for label, target in self.labels.items()
        }
        return {label: target if target in classes else None for label, target in targets.items()}

    def target(self, utterance: Utterance, taxonomy: str = "ser_evals") -> str | None:
        """Return an utterance's class under a taxonomy or task, None if it is dropped.

        Raises:
            SerEvalsError: if the taxonomy is unknown, or the utterance lacks the task's label.
        """
        mapping = self.mapping(taxonomy)
        label = utterance.tasks.get(taxonomy, utterance.label)
        if label not in mapping:
            raise SerEvalsError(f"{self.name}: {utterance.id!r} has no label of {taxonomy!r}")
        return mapping[label]

    def _task(self, name: str) -> Task:
        if name in self.tasks:
            return self.tasks[name]
        # Only asked for when the record is complete: the package imports this module first.
        from ser_evals.corpora import get_task

        return get_task(name)
