"""What every record is held to when it is made."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ser_evals.corpora._facts import Remap
from ser_evals.corpora._proper import SPLITS
from ser_evals.corpora._utterance import DIMENSIONS
from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError, unknown

if TYPE_CHECKING:
    from ser_evals.corpora._record import Corpus

GRADES = ("audio", "labels", "nothing")
ELICITATIONS = ("acted", "elicited", "natural")

Choice = tuple[str, object, tuple[str | None, ...], str]
Kinds = Mapping[str, tuple[str, Callable[[object], bool]]]


def check_record(corpus: "Corpus", kinds: Kinds) -> None:
    """Raise `SerEvalsError` if a record has fields of other kinds, or contradicts itself."""
    if not re.fullmatch("[a-z0-9_]+", str(corpus.name)):
        raise SerEvalsError(f"corpus name {corpus.name!r}: expected a-z, 0-9 and _ only")
    try:
        for field, (expected, fits) in kinds.items():
            if not fits(value := getattr(corpus, field)):
                raise SerEvalsError(f"{field} is {value!r}: expected {expected}")
        if corpus.labels is None and not corpus.native_labels:
            raise SerEvalsError("labels is None: expected native_labels then")
        for kind, value, known, where in (*_facts(corpus), *_targets(corpus)):
            if value not in known:
                raise unknown(kind, value, filter(None, known), where)
    except SerEvalsError as error:
        raise SerEvalsError(f"record of {corpus.name}: {error}") from None


def _facts(corpus: "Corpus") -> Iterator[Choice]:
    yield "elicitation", corpus.elicitation, ELICITATIONS, ""
    yield "redistributable", corpus.redistributable, GRADES, ""
    for split in corpus.splits:
        yield "split", split, SPLITS, " in splits"
    for name in corpus.dimensions:
        yield "dimension", name, DIMENSIONS, " in dimensions"


def _targets(corpus: "Corpus") -> Iterator[Choice]:
    for label, target in (corpus.labels or {}).items():
        both = (target.ser_evals, target.ser_evals_2024) if isinstance(target, Remap) else (target,)
        for name in both:
            yield "emotion", name, (*EMOTIONS, None), f" in labels[{label!r}]"
    for task, found in corpus.tasks.items():
        for label, name in found.labels.items():
            yield "class", name, (*found.classes, None), f" in tasks[{task!r}].labels[{label!r}]"
