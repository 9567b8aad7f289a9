"""What every record is held to when it is made."""

import re
from typing import TYPE_CHECKING, get_args

from ser_evals.corpora._citation import Citation
from ser_evals.corpora._facts import Remap, Sample
from ser_evals.corpora._proper import SPLITS
from ser_evals.corpora._utterance import DIMENSIONS
from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError, unknown

if TYPE_CHECKING:
    from ser_evals.corpora._record import Corpus

GRADES = ("audio", "labels", "nothing")
ELICITATIONS = ("acted", "elicited", "natural")


def check_record(corpus: "Corpus") -> None:
    """Raise `SerEvalsError` if a record contradicts itself or its documentation."""
    if not re.fullmatch("[a-z0-9_]+", str(corpus.name)):
        raise SerEvalsError(f"corpus name {corpus.name!r}: expected a-z, 0-9 and _ only")
    try:
        _check_kinds(corpus)
        for kind, value, known in (
            ("elicitation", corpus.elicitation, ELICITATIONS),
            ("redistributable", corpus.redistributable, GRADES),
            *(("split", split, SPLITS) for split in corpus.splits),
            *(("dimension", name, DIMENSIONS) for name in corpus.dimensions),
            *(("emotion", name, EMOTIONS) for name in _targets(corpus)),
            *(
                ("class", name, task.classes)
                for task in corpus.tasks.values()
                for name in task.labels.values()
                if name is not None
            ),
        ):
            if value not in known:
                raise unknown(kind, value, known)
    except SerEvalsError as error:
        raise SerEvalsError(f"record of {corpus.name}: {error}") from None


def _targets(corpus: "Corpus") -> list[str]:
    found = []
    for target in (corpus.labels or {}).values():
        both = (target.ser_evals, target.ser_evals_2024) if isinstance(target, Remap) else (target,)
        found += [name for name in both if name is not None]
    return found


def _check_kinds(corpus: "Corpus") -> None:
    kinds = {"languages": tuple, "citation": Citation, "sample": Sample}
    kinds |= {"utterances": int | None, "speakers": int | None}
    for field, kind in kinds.items():
        value = getattr(corpus, field)
        if not isinstance(value, kind) or value == ():
            names = " or ".join(k.__name__ for k in get_args(kind) or (kind,))
            raise SerEvalsError(
                f"{field} is {value!r}: expected {names.replace('NoneType', 'None')}"
            )
    if not callable(corpus.read):
        raise SerEvalsError(f"read is {corpus.read!r}: expected a function from a folder")
    if corpus.labels is None and not corpus.native_labels:
        raise SerEvalsError("labels is None: expected native_labels then")
