"""What is known of a corpus before its audio is opened."""

import functools
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ser_evals.emotions import EMOTIONS, TAXONOMIES
from ser_evals.errors import SerEvalsError, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """

    id: str
    path: str
    label: str
    speaker: str | None = None
    sex: Literal["female", "male"] | None = None
    session: str | None = None
    sentence: str | None = None
    text: str | None = None
    language: str | None = None
    split: Literal["train", "dev", "test"] | None = None
    start: float | None = None
    end: float | None = None


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
class Sample:
    """A tiny tree of the corpus: example, documentation and test fixture in one.

    Args:
        files: path to content; an empty string stands for a short audio file.
        utterances: what reading the tree must give, in any order.
    """

    files: Mapping[str, str]
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """A corpus of emotional speech: facts, label map, and how its folder is read.

    Args:
        name: the name of its module, `load_dataset("ser-evals/<name>")`.
        title: the name it is known by.
        languages: BCP-47 tags, the most frequent first.
        elicitation: how the emotions came about.
        licence: SPDX identifier where there is one, otherwise in words.
        homepage: where it is described.
        obtain: how to get it: an address, or the form to sign.
        citation: authors, title, year, and DOI or address.
        utterances: number in a full copy.
        speakers: number in a full copy; None where nobody knows.
        labels: every label of the corpus to one of the eight classes, or to a `Remap`.
            None where the labels are no emotions: only the native taxonomy is offered then.
        read: yields the utterances found below a folder (paths only, no audio is opened). What
            it yields is checked: known labels, unique ids, at least one utterance.
        sample: a tiny tree and what reading it must give.
        native_labels: the labels, where `labels` is None.
        problems: what is known to be broken or confusing in the files.
        synthetic: True where no human speaks.
    """

    name: str
    title: str
    languages: tuple[str, ...]
    elicitation: Literal["acted", "elicited", "natural"]
    licence: str
    homepage: str
    obtain: str
    citation: str
    utterances: int
    speakers: int | None
    labels: Mapping[str, str | Remap] | None
    read: Callable[[Path], Iterator[Utterance]]
    sample: Sample
    native_labels: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    synthetic: bool = field(default=False)

    def __post_init__(self) -> None:
        # Unwrapped first: `dataclasses.replace` hands over the checked function of the original.
        read = getattr(self.read, "unchecked", self.read)
        object.__setattr__(self, "read", _checked(self, read))

    @property
    def own_labels(self) -> tuple[str, ...]:
        """The corpus's own labels, sorted."""
        return tuple(sorted(self.labels if self.labels is not None else self.native_labels))

    def classes(self, taxonomy: str = "ser_evals") -> tuple[str, ...]:
        """Return the class names of a taxonomy in index order."""
        self.mapping(taxonomy)
        return self.own_labels if taxonomy == "native" else EMOTIONS

    def mapping(self, taxonomy: str = "ser_evals") -> dict[str, str | None]:
        """Return own label -> class (None: dropped on purpose) under a taxonomy.

        Raises:
            SerEvalsError: if the taxonomy is unknown, or means nothing for this corpus.
        """
        if taxonomy not in TAXONOMIES:
            raise unknown("taxonomy", taxonomy, TAXONOMIES)
        if taxonomy == "native":
            return {label: label for label in self.own_labels}
        if self.labels is None:
            raise SerEvalsError(
                f"{self.name} has no labels in the taxonomy {taxonomy!r}: its labels are "
                f"{', '.join(self.native_labels)}, which are no emotions; use taxonomy='native'"
            )
        return {
            label: getattr(target, taxonomy) if isinstance(target, Remap) else target
            for label, target in self.labels.items()
        }


def _checked(
    corpus: Corpus, read: Callable[[Path], Iterator[Utterance]]
) -> Callable[[Path], Iterator[Utterance]]:
    """Hold a reading function, the package's or a user's own, to what the record promises."""

    def checked(root: str | Path) -> Iterator[Utterance]:
        root, labels, seen = Path(root).expanduser(), corpus.own_labels, set()
        if not root.is_dir():
            raise _absent(corpus, root, "no folder of that name")
        try:
            for utterance in read(root):
                if utterance.label not in labels:
                    raise unknown("label", utterance.label, labels, f" in {utterance.path}")
                if utterance.id in seen:
                    raise SerEvalsError(f"two utterances have the id {utterance.id!r}")
                seen.add(utterance.id)
                yield utterance
        except FileNotFoundError as error:
            missing = Path(error.filename or str(error)).name
            raise _absent(corpus, root, f"no {missing!r} in that folder") from error
        except SerEvalsError as error:
            raise SerEvalsError(f"{corpus.name}: {error}") from None
        if not seen:
            raise _absent(corpus, root, "nothing of that corpus in that folder")

    checked.unchecked = read
    return functools.wraps(read)(checked)


def _absent(corpus: Corpus, root: Path, what: str) -> SerEvalsError:
    """Say what was expected in a folder, what lies there instead, and where to get the corpus."""
    expected = next(iter(corpus.sample.files), "")
    if root.is_dir() and os.access(root, os.R_OK):
        names = sorted(p.name + "/" * p.is_dir() for p in root.iterdir() if p.name[0] != ".")
        found = ", ".join(names[:4]) + f" ... ({len(names)} entries)" * (len(names) > 4)
        found = f"expected files such as {expected!r}, found {found or 'an empty folder'}; "
    else:
        found = f"expected a folder with files such as {expected!r}; "
    inner = root / corpus.name
    hint = f"did you mean {inner}? " if inner.is_dir() else ""
    return SerEvalsError(
        f"{corpus.name}: {root}: {what}: {found}{hint}"
        f"give the folder of {corpus.title} itself, or obtain it: {corpus.obtain}"
    )
